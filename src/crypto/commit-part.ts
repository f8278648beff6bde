import { there } from '../protocol/part.js';
import { aloneState } from './group-alone.js';
import { buildCommit } from './group-build.js';

/** For members who make a group or change it, and do not only follow its changes. */
export const commitPart = there({ aloneState, buildCommit });
