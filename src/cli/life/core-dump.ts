import { writeFileSync } from 'node:fs';

/**
 * Takes all memory, and so the keys, out of a core file that a crash may leave (core(5), "Controlling which mappings are written").
 * False where the system has no such switch.
 */
export const emptyCoreDumps = (switchFile = '/proc/self/coredump_filter'): boolean => {
  try {
    writeFileSync(switchFile, '0', { flag: 'r+' });
    return true;
  } catch {
    return false;
  }
};
