import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { logQuestion } from '../../../../src/cli/life/log-question.js';
import { settleLog, type LogPolicy } from '../../../../src/cli/life/settle-log.js';
import { createEventLog, type EventLog } from '../../../../src/core/event-log.js';
import { createFakeClock } from '../../../helpers/fake-clock.js';

const clock = createFakeClock();
const present = new AbortController().signal;
let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'chattrace-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const filled = (): EventLog => {
  const log = createEventLog(clock);
  log.log({ type: 'session-open' });
  log.log({ type: 'member-connected', members: 2 });
  return log;
};
const policy = (keep: LogPolicy['keep']): LogPolicy => ({ keep, folder, name: 'room' });

describe('settling the event log', () => {
  test.each(['ask', 'delete'] as const)('"%s" without a terminal deletes it', async (keep) => {
    const log = filled();
    expect(await settleLog(log, policy(keep), clock, present)).toEqual({ logs: 'deleted' });
    expect(readdirSync(folder)).toEqual([]);
    expect(log.count).toBe(0);
  });

  test('"keep" writes it and says where', async () => {
    const log = filled();
    const lines = log.lines();
    const settled = await settleLog(log, policy('keep'), clock, present);
    if (settled.logs !== 'kept') throw new Error('not kept');
    expect(readFileSync(settled.path, 'utf8')).toBe(`${lines.join('\n')}\n`);
    expect(log.count).toBe(0);
  });

  test('nobody is asked about a log of no guest', async () => {
    const log = createEventLog(clock);
    log.log({ type: 'member-connected', members: 1 });
    log.log({ type: 'session-open' });
    log.log({ type: 'error', code: 'BUG' });
    log.log({ type: 'session-closing' });
    // A terminal that cannot be used: it would be seen if anything were asked.
    const terminal = new Proxy({} as NonNullable<LogPolicy['terminal']>, {
      get: () => {
        throw new Error('asked');
      },
    });
    expect(await settleLog(log, { ...policy('ask'), terminal }, clock, present)).toEqual({ logs: 'deleted' });
    const guest = filled();
    expect(await settleLog(guest, { ...policy('ask'), terminal }, clock, present)).toMatchObject({
      logs: 'deleted',
      error: { why: 'Error: asked' },
    });
  });

  test('an empty one is neither kept nor deleted', async () => {
    expect(await settleLog(createEventLog(clock), policy('keep'), clock, present)).toEqual({ logs: 'none' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('one that cannot be written is deleted, with the error', async () => {
    const blocked = join(folder, 'file');
    writeFileSync(blocked, '');
    const settled = await settleLog(filled(), { ...policy('keep'), folder: join(blocked, 'inside') }, clock, present);
    expect(settled).toMatchObject({ logs: 'deleted', error: { code: 'LOG_NOT_WRITTEN' } });
  });

  test('the question says how much it is, and what is not in it', () => {
    expect(logQuestion(37)).toBe('Keep the event log (37 entries: joins, leaves, errors; no messages, no names)?');
    expect(logQuestion(1)).toContain('(1 entry: joins,');
  });
});
