import { there } from '../protocol/part.js';
import { RoomFiles } from './files/room-files.js';

/** Files, from the first that is offered. */
export const filesPart = there({ RoomFiles });
