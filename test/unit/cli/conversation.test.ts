import { describe, expect, test } from 'vitest';
import { Conversation, type Display } from '../../../src/cli/join/conversation.js';
import { speakStream } from '../../../src/cli/join/stream-input.js';
import { limits } from '../../../src/protocol/limits.js';
import type { ViewMember } from '../../../src/client/view.js';
import { createFakeMember, viewMember } from '../../helpers/fake-member.js';
import { createFakeScreen } from '../../helpers/fake-screen.js';

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 500; turn++) await Promise.resolve();
};

const talk = (display?: Display) => {
  const fake = createFakeMember();
  const screen = createFakeScreen({ json: display === undefined });
  const left: unknown[] = [];
  const conversation = new Conversation({
    member: fake.member,
    reporter: screen.reporter,
    display,
    leave: (delivered) => left.push(delivered),
  });
  const type = (text: string): void => conversation.act({ type: 'line', text });
  const errors = (): unknown[] =>
    screen.result
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { code: string }).code);
  return { fake, screen, left, conversation, type, errors };
};

async function* input(...chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield new TextEncoder().encode(chunk);
}

describe('a typed line', () => {
  test('is a message; // begins one with /; nothing but spaces is none', () => {
    const { fake, type } = talk();
    for (const line of ['hello', '//etc', '  ', '', ' indented']) type(line);
    expect(fake.said.map(({ text }) => text)).toEqual(['hello', '/etc', ' indented']);
  });

  test('with an unknown command is an error and says nothing', () => {
    const { fake, type, errors } = talk();
    type('/nope secret');
    expect(fake.said).toEqual([]);
    expect(errors()).toEqual(['COMMAND_UNKNOWN']);
  });

  test('/me says what one does', () => {
    const { fake, type } = talk();
    type('/me waves');
    expect(fake.said).toEqual([{ text: 'waves', style: 'me' }]);
  });

  test('/msg is for the member that it names, and never said to all', () => {
    const { fake, type, errors } = talk();
    type('/msg hana a secret');
    type('/msg nobody a secret');
    type(' /msg Hana another');
    expect(fake.told).toEqual([
      [fake.member.view.members[0]?.id, 'a secret'],
      [fake.member.view.members[0]?.id, 'another'],
    ]);
    expect([fake.said, errors()]).toEqual([[], ['MEMBER_UNKNOWN']]);
  });

  test('/msg with a name and no text names somebody: what is missing is the text', () => {
    const { fake, type, errors } = talk();
    type('/msg hana');
    expect([fake.told, errors()]).toEqual([[[fake.member.view.members[0]?.id, '']], []]);
  });

  test('/nick takes what the protocol takes, and says why not', () => {
    const { fake, type, screen, errors } = talk();
    type('/nick Eve');
    type('/nick \u202eevil');
    type('/nick');
    expect(fake.renamed).toEqual(['Eve']);
    expect(errors()).toEqual(['NICK_BAD', 'NICK_BAD']);
    expect(screen.result).toContain('a nick has no control');
  });

  test('/verify shows codes, of the room or of a member; with a code it compares and marks', () => {
    const shown: unknown[] = [];
    const nothing = (): void => undefined;
    const display = {
      help: nothing,
      who: nothing,
      clear: nothing,
      ring: nothing,
      usage: () => shown.push('usage'),
      codes: (about?: ViewMember) => shown.push(about?.nick),
    };
    const { fake, type, screen } = talk(display);
    const { id } = viewMember('Hana');
    for (const line of ['/verify', '/verify hana', '/verify "Hana"', '/unverify']) type(line);
    expect(shown).toEqual([undefined, 'Hana', 'Hana', 'usage']);
    expect(fake.marked).toEqual([]);
    type('/verify Hana same');
    type('/unverify Hana');
    expect(fake.marked).toEqual([
      [id, true],
      [id, false],
    ]);
    // It was not marked before, and this member changes nothing.
    expect(screen.text).toMatch(/^· Hana\S* is not verified\n$/u);
    type('/verify Hana different');
    expect(fake.marked.at(-1)).toEqual([id, false]);
    expect(screen.text).toContain('CODE_DIFFERENT');
  });

  test.each([false, true])('a right code for a member that is marked already is answered too (--json: %s)', (json) => {
    const nothing = (): void => undefined;
    const { fake, screen, type } = talk(
      json ? undefined : { help: nothing, who: nothing, clear: nothing, usage: nothing, codes: nothing, ring: nothing },
    );
    fake.set({ members: [viewMember('Hana', { verified: true }), viewMember('Ana', { self: true })] });
    type('/verify Hana same');
    expect(json ? (JSON.parse(screen.result) as unknown) : screen.text).toEqual(
      json ? expect.objectContaining({ event: 'member-verified', nick: 'Hana' }) : '· Hana·✓ is verified: you compared the key\n',
    );
  });

  test('/verify of a program compares, and has nothing to show on; what is unclear marks nobody', () => {
    const { fake, type, errors } = talk();
    for (const line of ['/verify', '/verify Hana', '/verify nobody same', '/verify Ana same', '/unverify Hana at once', '/unverify nobody'])
      type(line);
    expect(errors()).toEqual(['COMMAND_UNKNOWN', 'COMMAND_UNKNOWN', ...Array<string>(4).fill('MEMBER_UNKNOWN')]);
    type('/verify Hana half a code');
    expect(errors().at(-1)).toBe('CODE_UNREADABLE');
    expect(fake.marked).toEqual([]);
    type('/verify Hana same');
    expect(fake.marked).toHaveLength(1);
    expect(fake.said).toEqual([]);
  });

  test('/help, /who and /clear need a screen; /nick alone says how it is typed', () => {
    const shown: string[] = [];
    const display = {
      help: () => shown.push('help'),
      who: () => shown.push('who'),
      clear: () => shown.push('clear'),
      ring: () => shown.push('ring'),
      usage: (name: string) => shown.push(`usage of ${name}`),
      codes: () => shown.push('codes'),
    };
    const person = talk(display);
    const program = talk();
    for (const line of ['/help', '/who', '/clear', '/nick']) {
      person.type(line);
      program.type(line);
    }
    expect(shown).toEqual(['help', 'who', 'clear', 'usage of nick']);
    expect(program.errors()).toEqual(['COMMAND_UNKNOWN', 'COMMAND_UNKNOWN', 'COMMAND_UNKNOWN', 'NICK_BAD']);
  });

  test('that was too long is an error', () => {
    const { conversation, errors } = talk();
    conversation.act({ type: 'too-long' });
    expect(errors()).toEqual(['TEXT_TOO_LONG']);
  });
});

describe('lines of stdin', () => {
  test('wait until the member has joined', async () => {
    const { fake, conversation } = talk();
    const done = speakStream(input('one\ntwo\n'), conversation);
    await settled();
    expect(fake.said).toEqual([]);
    fake.set({ phase: 'joined' });
    fake.emit({ type: 'joined' });
    await settled();
    expect(fake.said.map(({ text }) => text)).toEqual(['one', 'two']);
    fake.answerFlush(true);
    await done;
  });

  test('wait while as many as may be on their way are on their way', async () => {
    const { fake, conversation } = talk();
    fake.set({ phase: 'joined' });
    void speakStream(input('x\n'.repeat(200)), conversation);
    await settled();
    expect(fake.said).toHaveLength(limits.inFlight);
    fake.deliver(1);
    await settled();
    expect(fake.said).toHaveLength(limits.inFlight + 1);
  });

  test('at their end: what was said is sent, then the member leaves', async () => {
    const { fake, conversation, left } = talk();
    fake.set({ phase: 'joined' });
    const done = speakStream(input('last words'), conversation);
    await settled();
    expect(fake.said.map(({ text }) => text)).toEqual(['last words']);
    expect(left).toEqual([]);
    fake.answerFlush(true);
    await done;
    expect(left).toEqual([true]);
  });

  test('that were not delivered in time are an error', async () => {
    const { fake, conversation, left } = talk();
    fake.set({ phase: 'joined' });
    const done = speakStream(input('last words'), conversation);
    await settled();
    fake.answerFlush(false);
    await done;
    expect(left).toEqual([false]);
    expect(conversation.undelivered).toBe(1);
  });

  test('behind /quit, or after the end of the room, say nothing', async () => {
    const { fake, conversation, left } = talk();
    fake.set({ phase: 'joined' });
    const done = speakStream(input('one\n/quit\ntwo\n'), conversation);
    await settled();
    fake.answerFlush(true);
    await done;
    expect(fake.said.map(({ text }) => text)).toEqual(['one']);
    expect(left).toEqual([true]);
    const ended = talk();
    ended.fake.set({ phase: 'ended' });
    await speakStream(input('one\n'), ended.conversation);
    expect([ended.fake.said, ended.left]).toEqual([[], []]);
  });

  test('that break off count as ended', async () => {
    const { fake, conversation, left } = talk();
    fake.set({ phase: 'joined' });
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* input('one\n');
      throw new Error('EIO');
    }
    const done = speakStream(broken(), conversation);
    await settled();
    fake.answerFlush(true);
    await done;
    expect([fake.said.length, left]).toEqual([1, [true]]);
  });
});
