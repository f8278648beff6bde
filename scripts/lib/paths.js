import { fileURLToPath } from 'node:url';

/** The root of the clone, with a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param {string[]} parts of a path below the root */
export const at = (...parts) => root + parts.join('/');
