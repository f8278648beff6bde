import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { settings, environmentName, type Setting } from '../../../src/cli/config/setting.js';
import { commands } from '../../../src/client/command-list.js';
import type { ChatEvent, EndReason } from '../../../src/protocol/event.js';
import { codes, readText, tableRows } from '../../helpers/markdown-table.js';

const page = readText('docs/cli.md');

/** The compiler keeps these complete. */
const events: Record<ChatEvent['event'], true> = {
  ready: true,
  tunnel: true,
  guests: true,
  made: true,
  joined: true,
  confirmed: true,
  'link-changed': true,
  'member-joined': true,
  'member-left': true,
  'member-removed': true,
  'member-renamed': true,
  'member-away': true,
  'member-back': true,
  emoji: true,
  'member-verified': true,
  'member-unverified': true,
  'member-anew': true,
  message: true,
  'message-edited': true,
  'message-gone': true,
  reactions: true,
  file: true,
  history: true,
  missing: true,
  topic: true,
  connection: true,
  warning: true,
  error: true,
  finding: true,
  checked: true,
  verified: true,
  written: true,
  removed: true,
  'not-removed': true,
  cleaned: true,
  ended: true,
};
const reasons: Record<EndReason, true> = {
  signal: true,
  command: true,
  ttl: true,
  idle: true,
  kicked: true,
  banned: true,
  'host-ended': true,
  'host-gone': true,
  refused: true,
  unreachable: true,
  error: true,
};

describe('docs/cli.md', () => {
  test('gives every setting: flags, key, variable, default, commands', () => {
    const defaults = JSON.parse(readFileSync(new URL('../../../config.json', import.meta.url), 'utf8')) as Record<string, unknown>;
    const rows = tableRows(page, 'option', 'key').map(([flags = '', key = '', variable = '', value = '', of]) => [
      codes(flags),
      ...codes(key),
      ...codes(variable),
      ...codes(value),
      of,
    ]);
    const expected = (settings as readonly Setting[]).map(({ flag, off, key, of }) => [
      [flag.split(' ')[0], ...(off === undefined ? [] : [off])],
      key,
      environmentName(key),
      JSON.stringify(defaults[key]),
      of,
    ]);
    expect(rows).toEqual(expected);
  });

  test('gives every event and every reason of an end', () => {
    expect(tableRows(page, 'event', 'of').flatMap(([event = '']) => codes(event))).toEqual(Object.keys(events));
    const sentence = page.slice(page.indexOf('`reason` is'), page.indexOf('`wipe` is'));
    expect(codes(sentence).filter((word) => word in reasons)).toEqual(Object.keys(reasons));
  });

  test('gives every slash command', () => {
    expect(
      tableRows(page, 'command', 'what')
        .flatMap(([command = '']) => codes(command))
        .filter((command) => command.startsWith('/')),
    ).toEqual(commands.map(({ usage }) => usage));
  });
});
