import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** As src/adapters/tunnel/cloudflared/download.ts names them: with the number of the process that loads. */
const PART = /^cloudflared-[\d.]+(?:\.exe)?\.(\d{1,8})-\d+\.part$/;

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** What starts that were killed have left of a download. */
export function unfinishedDownloads(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => {
      const pid = PART.exec(name)?.[1];
      return pid !== undefined && !isRunning(Number(pid));
    });
    return names.map((name) => join(folder, name));
  } catch {
    return [];
  }
}
