// A program that is nothing but its life, for what cannot be made to happen in the real one: time passes when it gets SIGUSR2.
import { createServer, type Server } from 'node:net';
import { asChatError } from '../../src/cli/life/fatal.js';
import { finishLife } from '../../src/cli/life/finish-life.js';
import { startLife, type Life } from '../../src/cli/life/life.js';
import { receiptLines } from '../../src/cli/life/receipt.js';
import type { LogPolicy } from '../../src/cli/life/settle-log.js';
import { createFakeClock } from './fake-clock.js';

const clock = createFakeClock();
process.on('SIGUSR2', () => clock.advance(20_000));
// Later, the first listener having moved the time on.
const print = (line: string): void => void process.stderr.write(`${line}\n`);

const listen = (life: Life): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer();
    life.shutdown.closer.add('server', () => new Promise((closed) => server.close(() => closed())));
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

const life = startLife({ clock, refuseStop: print });
life.shutdown.onWipe(() => ({ keys: 2, bytes: 64 }));
life.shutdown.onSockets(() => ({ sockets: 1, bytes: 100 }));
try {
  await listen(life);
  life.opened();
  life.eventLog.log({ type: 'member-connected', members: 2 });
  print('ready');
} catch (error) {
  life.end({ reason: 'error', error: asChatError(error) });
}
const request = await life.ended;
const log: LogPolicy = {
  keep: 'ask',
  folder: process.argv[2] as string,
  name: 'fixture',
  ...(process.stdin.isTTY ? { terminal: { input: process.stdin, output: process.stderr } } : {}),
};
const end = await finishLife(life, request, { log, beat: print });
for (const line of receiptLines(end.receipt, end.failures, 'on')) print(line);
if (end.log.logs === 'kept') print(`kept: ${end.log.path}`);
await life.leave(end.exitCode);
