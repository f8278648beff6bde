import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createBox } from '../helpers/box.js';
import { startChild } from '../helpers/child.js';
import { canary, chattrace, eventsOf, joinAndSay, startFlags, startSession } from '../helpers/session-process.js';

/** A file system of one page, seen by nobody else, is a disk that is soon full. */
const smallDisk = (at: string): readonly string[] => [
  'unshare',
  '--map-root-user',
  '--mount',
  'sh',
  '-c',
  `mount -t tmpfs -o size=4k none ${at}`,
];
const hasSmallDisk = spawnSync('unshare', smallDisk('/mnt').slice(1)).status === 0;

describe('the event log', () => {
  test('with --logs keep is a file for its owner only: joins, leaves and errors, no messages, no names', async () => {
    const box = createBox();
    const said = canary();
    const host = await startSession(box, { flags: ['--logs', 'keep', '--name', 'tea'] });
    const guest = await joinAndSay(box, host.link, said);
    guest.kill('SIGTERM');
    expect(await guest.exited).toBe(0);
    await host.out.until(/"event":"member-left"/);
    host.kill('SIGTERM');
    expect(await host.exited).toBe(0);
    expect(eventsOf(host.out.text).at(-1)).toMatchObject({ event: 'ended', wipe: { logs: 'kept', filesLeft: 0, complete: true } });
    const [file, ...others] = box.files() as [string, ...string[]];
    expect(others).toEqual([]);
    expect(file).toMatch(/\/state\/chattrace\/chattrace-\d{4}-\d\d-\d\d-\d{6}-tea\.log$/);
    expect(host.err.text).toContain(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z [a-z-]+(?: (?:members|code|why)=[A-Za-z0-9_-]+)*$/);
    const kinds = lines.map((line) => line.split(' ')[1]);
    expect(kinds).toEqual(expect.arrayContaining(['session-open', 'member-connected', 'member-left', 'session-closing']));
    const joined = eventsOf(host.out.text).find(({ event }) => event === 'member-joined') as { id: string; nick: string };
    for (const secret of [said, joined.id, joined.nick, host.link.split('#')[1] as string]) expect(lines.join('\n')).not.toContain(secret);
  });

  test('without a terminal is not asked about, and is deleted', async () => {
    const box = createBox();
    const host = startChild(chattrace([], 'start', ...startFlags), box);
    await host.out.until(/http\S+/);
    host.kill('SIGINT');
    expect(await host.exited).toBe(0);
    expect(host.err.text).toContain('event log deleted');
    expect(host.err.text).not.toContain('Keep the event log');
    expect(box.files()).toEqual([]);
  });

  test.skipIf(!hasSmallDisk)('that does not fit on the disk is an error of its own: nothing of it is left, exit 73', async () => {
    const box = createBox();
    // The folder exists, and every byte is taken. What is there afterwards can only be seen from inside.
    const inside = [
      smallDisk(box.state).at(-1),
      `mkdir ${box.state}/chattrace`,
      `head -c 9999 /dev/zero > ${box.state}/fill 2> /dev/null`,
      '"$@" & trap "kill -TERM $!" TERM; wait $!; wait $!; code=$?',
      `echo "left: $(ls ${box.state}/chattrace)" >&2; exit $code`,
    ].join('; ');
    const [file, ...flags] = smallDisk(box.state) as [string, ...string[]];
    const command = chattrace([], 'start', ...startFlags, '--logs', 'keep', '--json');
    const host = startChild([file, ...flags.slice(0, -1), inside, 'sh', ...command], box);
    await host.out.until(/"event":"ready"/);
    host.kill('SIGTERM');
    expect(await host.exited).toBe(73);
    const events = eventsOf(host.out.text);
    expect(events.at(-2)).toMatchObject({ event: 'error', code: 'LOG_NOT_WRITTEN' });
    expect(events.at(-2)?.['text']).toContain('ENOSPC');
    expect(events.at(-1)).toMatchObject({ event: 'ended', wipe: { logs: 'deleted', complete: true } });
    expect(host.err.text).toMatch(/^left: $/m);
  });

  test('that may not be written there is an error of its own, exit 73', async () => {
    const box = createBox();
    const host = await startSession({ ...box, env: { ...box.env, XDG_STATE_HOME: process.execPath } }, { flags: ['--logs', 'keep'] });
    host.kill('SIGTERM');
    expect(await host.exited).toBe(73);
    expect(eventsOf(host.out.text).at(-2)).toMatchObject({ event: 'error', code: 'LOG_NOT_WRITTEN' });
    expect(box.files()).toEqual([]);
  });
});
