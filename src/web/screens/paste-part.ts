import { repairFragment } from '../../crypto/link-repair.js';
import { there } from '../../protocol/part.js';
import { createNoKeyScreen } from './no-key-screen.js';

/** What is needed where the link is not whole, or none is there. */
export const pastePart = there({ createNoKeyScreen, repairFragment });
