import { there } from '../../protocol/part.js';
import { runCommand } from './commands.js';

/** What is typed with a / before it. */
export const commandsPart = there({ runCommand });
