import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Whether it is a file that this user may run. */
export const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** Where programs of that name are, by the PATH of `environment`; its relative entries do not count: what runs must not depend on the current folder. */
export const allOnPath = (name: string, environment: NodeJS.ProcessEnv, platform = process.platform): readonly string[] => {
  const file = platform === 'win32' ? `${name}.exe` : name;
  return (environment['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, file))
    .filter(isExecutable);
};

/** The first of them. */
export const findOnPath = (name: string, environment: NodeJS.ProcessEnv, platform = process.platform): string | undefined =>
  allOnPath(name, environment, platform)[0];
