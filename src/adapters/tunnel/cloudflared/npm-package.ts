import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The folder of the npm package cloudflared as Node finds it from `packageRoot`: in its node_modules, or in one above where an install
 * has hoisted it. Nothing of it is loaded. `undefined`: it is not installed.
 */
export const npmPackageDir = (packageRoot: string): string | undefined => {
  try {
    return dirname(createRequire(join(packageRoot, 'package.json')).resolve('cloudflared/package.json'));
  } catch {
    // Not there, or not as we know it: only 0.7.3 was looked at, which names no `exports`.
    return undefined;
  }
};
