import { createGroup } from 'ts-mls/clientState.js';
import { there } from '../protocol/part.js';
import { buildCommit } from './group-build.js';

/** For members who make a group or change it, and do not only follow its changes. */
export const commitPart = there({ buildCommit, createGroup });
