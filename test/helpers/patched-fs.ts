import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished, vi } from 'vitest';

type Name = 'readFileSync' | 'readlinkSync' | 'readdirSync' | 'createReadStream';

/** Until the test ends, what the file system gives for paths that `fits` is what `answer` gives; the superuser may read too much. */
export function patchFs(name: Name, fits: (path: string) => boolean, answer: (path: string) => unknown): void {
  const real = fs[name] as (...args: readonly unknown[]) => unknown;
  const spy = vi
    .spyOn(fs, name)
    .mockImplementation(((path: string, ...rest: readonly unknown[]) => (fits(path) ? answer(path) : real(path, ...rest))) as never);
  syncBuiltinESMExports();
  onTestFinished(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
}

export const failWith = (code: string) => (): never => {
  throw Object.assign(new Error(code), { code });
};
