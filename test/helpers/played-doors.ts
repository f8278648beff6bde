import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { before } from './session-process.js';
import { createStandIn, standInPath, type StandIn } from './stand-in.js';

/** Every name is known at once: nothing outside is asked. */
export const dns = before(`import { Resolver } from 'node:dns/promises'; Resolver.prototype.resolve4 = async () => ['192.0.2.1'];`).join(
  '=',
);

/** Nothing but Node is on the PATH. */
const bin = mkdtempSync(join(tmpdir(), 'chattrace-bin-'));
symlinkSync(process.execPath, join(bin, 'node'));
afterAll(() => rmSync(bin, { recursive: true }));
export const bare = { PATH: bin, NODE_OPTIONS: dns };

/** A stand-in of cloudflared that plays this, and what makes `chattrace` use it. */
export async function played(play: string): Promise<{ readonly standIn: StandIn; readonly environment: NodeJS.ProcessEnv }> {
  const standIn = await createStandIn(play);
  const { CHATTRACE_STAND_IN, CHATTRACE_STAND_IN_CONTROL } = standIn.environment;
  return { standIn, environment: { ...bare, CHATTRACE_CLOUDFLARED: standInPath, CHATTRACE_STAND_IN, CHATTRACE_STAND_IN_CONTROL } };
}
