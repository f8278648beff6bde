import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { folder, named, runCli } from '../helpers/cli.js';

describe('chattrace demo', () => {
  test('shows each thing once, in order, with nothing but text, writes no file and ends by itself', async () => {
    const home = folder();
    const demo = runCli(['demo', '--fast'], { cwd: home });
    expect(await demo.exited).toBe(0);
    const { stderr } = demo;
    const beats = [
      '· the host is here',
      'Ben·to you · @Ana',
      '> /reply 2',
      '↪ 2 Ben · @Ana',
      '· Ben put 🎉 below 3',
      '· 4 changed, from Ben · I bring the bread',
      '· 5 private, to Hana·host · ',
      '· 6 private, from Hana·host · ',
      '7 Hana·host·for 2 s · ',
      '· The time of 7 is over',
      '8 Ben·file · 13 KB, /save 8: the-way.txt',
      '· 8 comes: 0 %',
      '? ',
      '· Ben·✓ is verified',
      'The session has ended',
      'checked      no processes left, no files left',
    ];
    let at = 0;
    for (const beat of beats) {
      const found = stderr.indexOf(beat, at);
      expect(found, `${beat} in ${stderr}`).toBeGreaterThanOrEqual(at);
      at = found + beat.length;
    }
    expect(stderr).not.toContain('error[');
    expect(stderr).not.toMatch(/[^\P{C}\n]/u);
    expect(demo.stdout).toBe('');
    expect(readdirSync(home)).toEqual([]);
  });

  test('with --json says the same to a program', async () => {
    const demo = runCli(['demo', '--fast', '--json']);
    expect(await demo.exited).toBe(0);
    const heard = new Set(demo.events.map(({ event }) => event));
    for (const event of ['joined', 'message', 'reactions', 'message-edited', 'message-gone', 'file', 'emoji', 'member-verified', 'ended'])
      expect(heard).toContain(event);
    expect(demo.events.filter(named('error'))).toEqual([]);
    expect(demo.events.at(-1)).toMatchObject({ event: 'ended', reason: 'host-ended', wipe: { complete: true } });
  });

  test('Ctrl+C ends it in the middle', async () => {
    const demo = runCli(['demo', '--json']);
    await demo.event(named('message'));
    demo.kill('SIGINT');
    expect(await demo.exited).toBe(0);
    expect(demo.events.at(-1)).toMatchObject({ event: 'ended', reason: 'signal', wipe: { complete: true } });
    expect(demo.events.some(named('message-gone'))).toBe(false);
  });

  test('--page lets one more guest in, and begins then', async () => {
    const demo = runCli(['demo', '--fast', '--page']);
    await demo.printed(/#1\..*\n/);
    expect(demo.stderr).not.toContain('Welcome');
    const guest = runCli(['join', '--json', '--nick', 'Eve'], { environment: { CHATTRACE_LINK: demo.stdout.trim() } });
    expect(await guest.event((one) => one['mentioned'] === undefined && one['no'] === 1)).toMatchObject({
      from: { nick: 'Hana', role: 'host' },
    });
    await guest.event((one) => one['burn'] === 600);
    // What is between two does not come here.
    expect(guest.events.filter((one) => one['private'] === true)).toEqual([]);
    demo.kill('SIGINT');
    expect(await guest.exited).toBe(0);
    expect(guest.events.at(-1)).toMatchObject({ reason: 'host-ended' });
    expect(await demo.exited).toBe(0);
  });
});
