import { there } from '../../../protocol/part.js';
import { createFileCard } from './file-card.js';

/** From the first file in the log. */
export const fileCardPart = there({ createFileCard });
