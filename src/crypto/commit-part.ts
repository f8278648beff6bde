import { there } from '../protocol/part.js';
import { buildCommit } from './group-build.js';

/** For members who change the group, and do not only follow its changes. */
export const commitPart = there({ buildCommit });
