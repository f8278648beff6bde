import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EndRequest } from '../../../../src/cli/life/end-request.js';
import { finishLife, type LifeEnd } from '../../../../src/cli/life/finish-life.js';
import type { Life } from '../../../../src/cli/life/life.js';
import type { LogPolicy } from '../../../../src/cli/life/settle-log.js';
import { Shutdown } from '../../../../src/cli/life/shutdown.js';
import { createEventLog } from '../../../../src/core/event-log.js';
import { newSession, stepSession } from '../../../../src/core/session.js';
import { ChatError } from '../../../../src/protocol/chat-error.js';
import { createFakeClock } from '../../../helpers/fake-clock.js';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'chattrace-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const bug = new ChatError('BUG', 'a bug');

/** A life that was asked to end: nothing of it touches this process. */
const ending = (opened: boolean, lateErrors: readonly ChatError[] = []): Life => {
  const clock = createFakeClock();
  const eventLog = createEventLog(clock);
  if (opened) eventLog.log({ type: 'session-open' });
  const started = opened ? stepSession(newSession, { type: 'opened', at: 1 }) : newSession;
  const session = stepSession(started, { type: 'ending', at: 2, reason: 'signal' });
  return {
    clock,
    eventLog,
    session,
    shutdown: new Shutdown(clock),
    lateErrors,
    ended: new Promise(() => {}),
    ending: AbortSignal.abort(),
    hungUp: new AbortController().signal,
    opened: () => {},
    end: () => {},
    receive: () => {},
    wiped: () => {},
    leave: () => Promise.reject(new Error('not this process')),
  };
};

const policy = (keep: LogPolicy['keep'], inside = folder): LogPolicy => ({ keep, folder: inside, name: 'room' });

const finish = (life: Life, request: Partial<EndRequest> = {}, log = policy('delete')): Promise<LifeEnd> =>
  finishLife(life, { reason: 'signal', ...request }, { log });

describe('the end of a life', () => {
  test('is 0 when all was wiped', async () => {
    expect(await finish(ending(true))).toMatchObject({ exitCode: 0, receipt: { complete: true, logs: 'deleted' } });
  });

  test('has the exit code of what went wrong', async () => {
    const error = new ChatError('PORT_IN_USE');
    expect(await finish(ending(false), { reason: 'error', error })).toMatchObject({ exitCode: 73, receipt: { complete: true } });
  });

  test('is 70 when something went wrong on the way out, and says what', async () => {
    expect(await finish(ending(true, [bug]))).toMatchObject({ exitCode: 70, lateErrors: [bug] });
  });

  test('is 70 when not all was wiped, whatever else went wrong', async () => {
    const life = ending(true);
    life.shutdown.onWipe(() => {
      throw new Error('no');
    });
    const end = await finish(life, { error: new ChatError('PORT_IN_USE') });
    expect(end).toMatchObject({ exitCode: 70, receipt: { complete: false } });
  });

  test('is 73 when the log could not be written', async () => {
    const blocked = join(folder, 'file');
    writeFileSync(blocked, '');
    const end = await finish(ending(true), {}, policy('keep', join(blocked, 'inside')));
    expect(end).toMatchObject({ exitCode: 73, log: { logs: 'deleted', error: { code: 'LOG_NOT_WRITTEN' } } });
  });

  test('keeps no log of what never opened', async () => {
    expect(await finish(ending(false), {}, policy('keep'))).toMatchObject({ receipt: { logs: 'none' } });
  });

  test('asks nobody when nobody is there', async () => {
    const terminal = {
      get input(): never {
        throw new Error('asked');
      },
      get output(): never {
        throw new Error('asked');
      },
    };
    const end = await finish(ending(true), { unattended: true }, { ...policy('ask'), terminal });
    expect(end).toMatchObject({ exitCode: 0, receipt: { logs: 'deleted' } });
  });

  test('counts what is left, then removes it', async () => {
    const life = ending(true);
    const left = join(folder, 'left');
    writeFileSync(left, '');
    life.shutdown.footprint.addFile(left);
    expect(await finish(life)).toMatchObject({ exitCode: 70, receipt: { filesLeft: 1, complete: false } });
    expect(life.shutdown.footprint.filesLeft()).toEqual([]);
  });
});
