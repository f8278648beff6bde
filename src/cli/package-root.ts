import { fileURLToPath } from 'node:url';

/** The folder of the package: the built program stands in its dist/. */
export const packageRoot = (): string => fileURLToPath(new URL('..', import.meta.url));
