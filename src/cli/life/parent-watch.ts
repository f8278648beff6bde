import type { Cancel, Clock } from '../../core/ports/clock.js';

const EVERY_MS = 1_000;

/**
 * Started through npm (npm start, npx, yarn, pnpm: all set npm_lifecycle_event), the program would outlive a killed npm unseen, because
 * no signal says so; then, and only then, another parent means that the one who started us is gone.
 */
export const watchParent = (env: NodeJS.ProcessEnv, clock: Clock, parent: () => number, gone: () => void): Cancel => {
  if (env['npm_lifecycle_event'] === undefined) return () => {};
  const born = parent();
  let cancel: Cancel | undefined;
  const look = (): void => {
    if (parent() === born) cancel = clock.after(EVERY_MS, look);
    else gone();
  };
  look();
  return () => cancel?.();
};
