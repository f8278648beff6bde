import { PrivateGroups } from './cipher/mls/private-groups.js';
import { there } from '../protocol/part.js';
import { PrivateMessages } from './private-messages.js';

/** What members say to each other alone. */
export const privatePart = there({ PrivateGroups, PrivateMessages });
