import { describe, expect, test } from 'vitest';
import { exportView, type ExportFormat } from '../../../../src/client/export/export-view.js';
import { exportWords } from '../../../../src/client/export/export-words.js';
import { exportTime } from '../../../../src/client/export/export-time.js';
import type { View } from '../../../../src/client/view.js';
import { ana, bob, exportedView, hana } from '../../../helpers/export-view.js';
import { viewMember } from '../../../helpers/fake-member.js';

const now = Date.UTC(2026, 10, 21, 23, 30);
const save = (view: View, format: ExportFormat) => exportView(view, format, { words: exportWords, now, offset: () => 60 });
const txt = (...items: readonly object[]): readonly string[] => save(exportedView(items), 'txt').text.trimEnd().split('\n').slice(4);
const md = (...items: readonly object[]): readonly string[] => save(exportedView(items), 'md').text.trimEnd().split('\n\n').slice(3);
const transfer = { side: 'theirs', state: 'here' } as const;

describe('an export', () => {
  test('begins with whose view it is, and who was there', () => {
    expect(save(exportedView([], { title: 'Tea *time*' }), 'txt').text).toBe(
      [
        'CHATTrace: Tea *time*',
        'What <Ana> saw, saved at 2026-11-22T00:30:00+01:00. Others may have seen something else; nobody can check this file.',
        'Who was here: <Hana> (host), <Ana> (you), <Bob> (verified)',
        '\n',
      ].join('\n'),
    );
    expect(save(exportedView([]), 'md').text.split('\n\n')).toEqual([
      '# CHATTrace: a room without a title',
      'What **Ana** saw, saved at 2026-11-22T00:30:00+01:00. Others may have seen something else; nobody can check this file.',
      'Who was here: **Hana** (host), **Ana** (you), **Bob** (verified)\n',
    ]);
  });

  test('has what is said, with what belongs to it', () => {
    const items = [
      { text: 'hello\nyou' },
      { text: 'waves', style: 'me' },
      {
        text: 'yes',
        from: ana,
        replyTo: 'x',
        quote: { key: 1 },
        edited: true,
        reactions: [{ emoji: '👍', by: [bob, hana] }],
        state: 'failed',
      },
      { text: 'only you', private: { with: bob }, replyTo: 'x' },
      { text: '', file: { name: 'a.png', mime: 'image/png', bytes: 7, transfer } },
    ];
    expect(txt(...items)).toEqual([
      '2026-11-21T10:00:00+01:00 #1 <Bob> hello',
      '    you',
      '2026-11-21T10:01:00+01:00 #2 * <Bob> waves',
      '2026-11-21T10:02:00+01:00 #3 [answers #1] [edited] [not delivered] [👍 <Bob>, <Hana>] <Ana> yes',
      '2026-11-21T10:03:00+01:00 #4 [private, with <Bob>] [answers a message that is not here] <Bob> only you',
      '2026-11-21T10:04:00+01:00 #5 [file a.png, 7 bytes] <Bob>',
    ]);
    expect(md(...items)).toEqual([
      '**Bob** · 2026-11-21T10:00:00+01:00 · \\#1',
      '> hello\\\n> you',
      '\\* **Bob** · 2026-11-21T10:01:00+01:00 · \\#2',
      '> waves',
      '**Ana** · 2026-11-21T10:02:00+01:00 · \\#3 · answers #1 · edited · not delivered · 👍 **Bob**, **Hana**',
      '> yes',
      '**Bob** · 2026-11-21T10:03:00+01:00 · \\#4 · private, with **Bob** · answers a message that is not here',
      '> only you',
      '**Bob** · 2026-11-21T10:04:00+01:00 · \\#5 · file a\\.png, 7 bytes',
    ]);
  });

  test('has what happened', () => {
    const lines = txt(
      { type: 'member-joined', member: bob },
      { type: 'member-renamed', member: bob, before: 'Ben' },
      { type: 'member-removed', member: bob, by: hana },
      { type: 'member-removed', member: bob, by: hana, unannounced: true },
      { type: 'topic', text: 'tea' },
      { type: 'link-changed' },
      { type: 'missing', member: bob, count: 2 },
      { type: 'absent', ms: 61_000 },
      { type: 'warning', code: 'RATE' },
      { type: 'history', entries: [{ at: now, nick: 'Zoë', style: 'me', text: 'sang\nlong' }] },
    );
    expect(lines.map((line) => line.replace(/^\S+ (?:-- )?/u, ''))).toEqual([
      '<Bob> came in',
      '<Ben> is now <Bob>',
      '<Bob> was removed by <Hana>',
      '<Hana> took <Bob> out of the room, though they had just been heard',
      'The room is called tea',
      'The host has given the room another link',
      'Messages from <Bob> that did not arrive here: 2',
      'Away, in minutes: 2. What was said then cannot be read',
      'Warning: RATE',
      '[before, as the host has it] * <Zoë> sang',
      expect.stringMatching(/long$/u),
    ]);
  });

  test('has nothing that is gone or is to disappear, and says how much is not in it', () => {
    const items = [
      { text: 'SECRET', gone: 'deleted' },
      { text: 'SECRET', burn: { seconds: 30 } },
      { text: 'kept', replyTo: 'x', quote: { key: 2, text: 'SECRET' } },
    ];
    for (const format of ['md', 'json', 'txt'] as const) {
      const { text } = save(exportedView(items), format);
      expect(text).not.toContain('SECRET');
      expect(text).toContain('kept');
      expect(text).toMatch(/not in this file: 1$|"leftOut": 1,$/mu);
    }
  });

  test('is for programs what it is for people', () => {
    const items = [
      { text: 'a "b"\n\u202Ec', id: 'f'.repeat(32), private: { with: bob }, reactions: [{ emoji: '👍', by: [ana] }] },
      { text: '', from: ana, state: 'sending', file: { name: 'a.png', mime: 'image/png', bytes: 7, transfer } },
      { type: 'member-left', member: hana },
    ];
    const { text } = save(exportedView(items, { title: 'tea' }), 'json');
    expect(text).toContain('a \\"b\\"\\n\\u202ec');
    const of = (member: typeof ana): object => ({
      id: member.id,
      nick: member.nick,
      fingerprint: member.fingerprint,
      role: member.role,
      ...(member.verified ? { verified: true } : {}),
    });
    expect(JSON.parse(text)).toEqual({
      v: 1,
      chattrace: 'export',
      saved: '2026-11-22T00:30:00+01:00',
      title: 'tea',
      encryption: 'mls',
      self: ana.id,
      members: [hana, ana, bob].map(of),
      leftOut: 0,
      items: [
        {
          at: '2026-11-21T10:00:00+01:00',
          type: 'message',
          id: 'f'.repeat(32),
          no: 1,
          kind: 'text',
          from: of(bob),
          text: 'a "b"\n\u202Ec',
          private: true,
          with: of(bob),
          reactions: [{ emoji: '👍', by: [of(ana)] }],
        },
        {
          at: '2026-11-21T10:01:00+01:00',
          type: 'message',
          id: '0'.repeat(32),
          no: 2,
          kind: 'text',
          from: of(ana),
          text: '',
          file: { name: 'a.png', mime: 'image/png', bytes: 7 },
          own: true,
          state: 'sending',
        },
        { at: '2026-11-21T10:02:00+01:00', type: 'member-left', member: of(hana) },
      ],
    });
  });

  test.each([
    [undefined, 'room'],
    ['Tea time!', 'tea-time'],
    ['Café Zoë', 'cafe-zoe'],
    ['../../etc/passwd', 'etc-passwd'],
    ['CON', 'con'],
    ['会议', 'room'],
    ['\u202Egnp.exe\0', 'gnp-exe'],
    ['a'.repeat(39) + '-b'.repeat(90), 'a'.repeat(39)],
  ])('of a room called %j has a name that every file system takes', (title, slug) => {
    for (const format of ['md', 'json', 'txt'] as const) {
      expect(save(exportedView([], { title }), format).name).toBe(`chattrace-${slug}-2026-11-22.${format}`);
    }
  });

  test('says moments as they were on the clock there', () => {
    expect([0, 60, -210, 345].map((offset) => exportTime(0, offset))).toEqual([
      '1970-01-01T00:00:00+00:00',
      '1970-01-01T01:00:00+01:00',
      '1969-12-31T20:30:00-03:30',
      '1970-01-01T05:45:00+05:45',
    ]);
  });

  test('puts text from outside into a sentence as text, and reads it no second time', () => {
    const eve = viewMember('{by}', { shown: '{by}·1' });
    expect(txt({ type: 'member-removed', member: eve, by: hana })).toEqual(['2026-11-21T10:00:00+01:00 -- <{by}·1> was removed by <Hana>']);
  });
});
