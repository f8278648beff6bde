import { describe, expect, test } from 'vitest';
import { Conversation, type Display } from '../../../src/cli/join/conversation.js';
import { tellEvents } from '../../../src/cli/join/event-view.js';
import { LineView } from '../../../src/cli/join/line-view.js';
import type { EmojiState } from '../../../src/client/view.js';
import { sasEmoji } from '../../../src/crypto/sas-emoji.js';
import { createFakeMember, viewMember } from '../../helpers/fake-member.js';
import { createFakeScreen, type FakeScreenOptions } from '../../helpers/fake-screen.js';

const hana = viewMember('Hana', { role: 'host' });
const show: EmojiState = { state: 'show', emoji: sasEmoji.slice(0, 7) };
const nothing = (): void => undefined;

function talk(options: FakeScreenOptions = {}, state?: EmojiState) {
  const fake = createFakeMember();
  const screen = createFakeScreen(options);
  const member = { ...fake.member, view: fake.member.view, emoji: () => state };
  const used: string[] = [];
  const display: Display = {
    help: nothing,
    who: nothing,
    codes: nothing,
    clear: nothing,
    ring: nothing,
    usage: (name) => void used.push(name),
  };
  const asked = options.json === true ? undefined : display;
  const conversation = new Conversation({ member, reporter: screen.reporter, display: asked, leave: nothing });
  const view = new LineView(member, screen.reporter, 600_000);
  fake.member.on(options.json === true ? tellEvents(member, '', screen.reporter) : view.heard);
  return { fake, screen, used, type: (text: string) => conversation.act({ type: 'line', text }) };
}

describe('/compare', () => {
  test('begins; says yes to who has asked; answers what is shown', () => {
    const begun = talk();
    begun.type('/compare hana');
    expect([begun.fake.compared, begun.fake.answered]).toEqual([[hana.id], []]);
    const asked = talk({}, { state: 'asked' });
    asked.type('/compare Hana yes');
    asked.type('/compare "Hana"');
    asked.type('/compare Hana no');
    expect([asked.fake.compared, asked.fake.answered]).toEqual([[hana.id, hana.id], [[hana.id, false]]]);
    const shown = talk({}, show);
    shown.type('/compare Hana YES');
    shown.type('/compare Hana no');
    expect(shown.fake.answered).toEqual([
      [hana.id, true],
      [hana.id, false],
    ]);
    expect([begun, asked, shown].map(({ screen }) => screen.text)).toEqual(['', '', '']);
  });

  test('answers nothing where nothing is shown, and nothing but yes and no', () => {
    for (const state of [undefined, { state: 'waiting' }] as const) {
      const { type, fake, screen } = talk({}, state);
      type('/compare Hana yes');
      type('/compare Hana y');
      type('/compare nobody');
      type('/compare Ana');
      expect([fake.compared, fake.answered, fake.said]).toEqual([[], [], []]);
      expect(screen.text.match(/error\[\w+\]/gu)).toEqual([
        'error[COMMAND_UNCLEAR]',
        'error[COMMAND_UNCLEAR]',
        'error[MEMBER_UNKNOWN]',
        'error[MEMBER_UNKNOWN]',
      ]);
    }
    const alone = talk();
    alone.type('/compare');
    expect(alone.used).toEqual(['compare']);
  });
});

describe('emoji in a terminal', () => {
  const drawn = (emoji: EmojiState, options: FakeScreenOptions = {}, member = hana): string => {
    const { fake, screen } = talk(options);
    fake.emit({ type: 'emoji', member, emoji });
    return screen.text;
  };

  test('stand in one line with their names; in ASCII the names alone', () => {
    const [line, question] = drawn(show).split('\n');
    expect(line).toBe(
      '? 🐘 elephant  🦁 lion  🦄 unicorn  🐰 rabbit  🐼 panda  🐧 penguin  🐢 turtle'.replace(/(?<! ) (?=[a-z])/gu, '\u00a0'),
    );
    expect(question).toContain('/compare "Hana" yes');
    const ascii = drawn(show, { ascii: true });
    expect(ascii).toContain('? elephant, lion, unicorn, rabbit, panda, penguin, turtle\n');
    // eslint-disable-next-line no-control-regex -- all of ASCII
    expect(ascii).toMatch(/^[\u0000-\u007f]*$/u);
  });

  test('in a narrow terminal are not parted from their names', () => {
    const lines = drawn(show, { terminal: { columns: 40, rows: 24 } }).split('\n');
    expect(lines.slice(0, 3).map((line) => line.split('\u00a0').length)).toEqual([4, 4, 2]);
    for (const line of lines.slice(0, 3)) expect(line).toMatch(/\u00a0[a-z]+$/u);
  });

  test('are none that the host’s own terminal looks at, which is no alarm', () => {
    expect(drawn({ state: 'stopped', reason: 'peer' })).toContain('Hana·host compares no emoji');
    const ben = drawn({ state: 'stopped', reason: 'peer' }, {}, viewMember('Ben'));
    expect(ben).toContain('Ben has stopped comparing, or sees other emoji.');
  });

  test.each(['peer', 'self', 'late', 'gone', 'order', 'commitment'] as const)('that were stopped (%s) say why', (reason) => {
    const said = drawn({ state: 'stopped', reason });
    expect(said).toMatch(/Hana/u);
    expect(said.startsWith('!')).toBe(reason === 'commitment');
    expect(said).not.toMatch(/\b(commit|nonce|reveal|epoch)\b/u);
  });

  test('that differ are a warning; who asks is named, whatever its name is', () => {
    expect(drawn({ state: 'different' })).toContain('CODE_DIFFERENT');
    expect(drawn({ state: 'same' })).toContain('You have the same emoji as Hana');
    expect(drawn({ state: 'waiting' })).toContain('Waiting for Hana');
    const evil = drawn({ state: 'asked' }, {}, viewMember('x\u009b2J', { shown: 'x\u009b2J' }));
    expect(evil).toContain('wants to compare emoji');
    expect(evil).not.toContain('\u009b');
  });

  test('are events for a program', () => {
    const { fake, screen } = talk({ json: true });
    fake.emit({ type: 'emoji', member: hana, emoji: show });
    fake.emit({ type: 'emoji', member: hana, emoji: { state: 'stopped', reason: 'late' } });
    const [first, second] = screen.result
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({ event: 'emoji', state: 'show', nick: 'Hana' });
    expect(first?.['emoji']).toEqual(sasEmoji.slice(0, 7).map(({ emoji, name }) => ({ symbol: emoji, name })));
    expect(second).toMatchObject({ event: 'emoji', state: 'stopped', reason: 'late' });
    expect(second).not.toHaveProperty('emoji');
  });
});
