import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** As src/cli/life/log-file.ts names them. */
const LOG = /^chattrace-\d{4}-\d\d-\d\d-\d{6}-[\w-]*\.log$/;

/** The event logs that were kept. Only plain files: what else has such a name is not ours. */
export function keptLogs(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && LOG.test(entry.name))
      .map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
}
