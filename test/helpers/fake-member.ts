import type { FileSource, Member, MemberEvent, Saying } from '../../src/client/member-api.js';
import type { View, ViewItem, ViewMember } from '../../src/client/view.js';
import type { MemberId } from '../../src/protocol/ids.js';
import { parsed } from '../../src/protocol/parsed.js';

export const viewMember = (nick: string, more: Partial<ViewMember> = {}): ViewMember => ({
  id: nick.padEnd(16, '0').slice(0, 16) as MemberId,
  nick,
  shown: nick,
  fingerprint: 'f'.repeat(64),
  role: 'guest',
  self: false,
  away: false,
  verified: false,
  ...more,
});

type Message = Extract<ViewItem, { type: 'message' }>;

export const messageItem = (more: Partial<Message>): Message => ({
  key: 1,
  rev: 0,
  at: 0,
  type: 'message',
  id: '0'.repeat(32),
  from: viewMember('Bob'),
  style: 'said',
  text: 'hello',
  no: 1,
  state: 'sent',
  ...more,
});

/** A member without a room: what it is told is kept, and what happens to it is the test's to say. */
export interface FakeMember {
  readonly member: Member;
  readonly said: Saying[];
  readonly told: (readonly [MemberId, string])[];
  readonly marked: (readonly [MemberId, boolean])[];
  readonly compared: MemberId[];
  readonly answered: (readonly [MemberId, boolean | undefined])[];
  /** What was done to messages: by their key, with an emoji or a text. */
  readonly acts: (readonly ['react' | 'edit' | 'remove', number, string])[];
  readonly offered: FileSource[];
  /** Keys of files that were asked for, and given up. */
  readonly fetched: number[];
  readonly cancelled: number[];
  /** Files that are here, by their key. */
  readonly contents: Map<number, Uint8Array>;
  readonly renamed: string[];
  readonly left: unknown[];
  /** What `flush` answers, when the test says so. */
  answerFlush(delivered: boolean): void;
  set(view: Partial<View>): void;
  emit(event: MemberEvent): void;
  /** The relay has ordered the n-th message. */
  deliver(n: number): void;
}

export function createFakeMember(): FakeMember {
  const listeners = new Set<(event: MemberEvent) => void>();
  const self = viewMember('Ana', { self: true });
  let view: View = {
    phase: 'entering',
    connection: 'online',
    mode: 'shared-key',
    hosted: true,
    confirmed: true,
    title: undefined,
    locked: false,
    self,
    members: [viewMember('Hana', { role: 'host' }), self],
    items: [],
    typing: [],
    ended: undefined,
  };
  const fake = {
    said: [] as Saying[],
    told: [] as (readonly [MemberId, string])[],
    marked: [] as (readonly [MemberId, boolean])[],
    compared: [] as MemberId[],
    answered: [] as (readonly [MemberId, boolean | undefined])[],
    acts: [] as (readonly ['react' | 'edit' | 'remove', number, string])[],
    offered: [] as FileSource[],
    fetched: [] as number[],
    cancelled: [] as number[],
    contents: new Map<number, Uint8Array>(),
    renamed: [] as string[],
    left: [] as unknown[],
  };
  const flushes: ((delivered: boolean) => void)[] = [];
  const emit = (event: MemberEvent): void => listeners.forEach((listener) => listener(event));
  const own = (n: number, state: Message['state']): Message => messageItem({ id: String(n).padStart(32, '0'), from: self, state });
  const member: Member = {
    get view() {
      return view;
    },
    get waiting() {
      return 0;
    },
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    say(message) {
      const n = fake.said.push(message);
      emit({ type: 'item', item: own(n, 'sending') });
      return parsed(String(n).padStart(32, '0'));
    },
    tell(to, { text }) {
      fake.told.push([to, text]);
      return parsed('0'.repeat(32));
    },
    react(key, emoji) {
      fake.acts.push(['react', key, emoji ?? '']);
      return parsed('0'.repeat(32));
    },
    edit(key, text) {
      fake.acts.push(['edit', key, text]);
      return parsed('0'.repeat(32));
    },
    remove(key) {
      fake.acts.push(['remove', key, '']);
      return parsed('0'.repeat(32));
    },
    files: {
      offer(source) {
        fake.offered.push(source);
        return Promise.resolve(parsed(1));
      },
      get(key) {
        fake.fetched.push(key);
        return parsed(key);
      },
      pause: () => undefined,
      cancel: (key) => void fake.cancelled.push(key),
      content: (key) => fake.contents.get(key),
    },
    ignore: (id) => id !== self.id,
    mute: (id) => id !== self.id,
    rename(nick) {
      fake.renamed.push(nick);
      return parsed(nick);
    },
    secret: { mode: 'mls', s: new Uint8Array(32), hostFp: new Uint8Array(16) },
    rotate: () => false,
    codes: {
      member: (id) => ({ words: `words of ${id}`, digits: `digits of ${id}`, qr: `QR of ${id}` }),
      pair: (id) => (id === self.id ? undefined : `number with ${id}`),
      room: () => 'words of the room',
      check: (_id, typed) => (typed === 'same' || typed === 'different' ? typed : 'unreadable'),
    },
    mark(id, verified) {
      fake.marked.push([id, verified]);
      return id !== self.id;
    },
    compare(id) {
      fake.compared.push(id);
      return parsed(id);
    },
    emoji: () => undefined,
    answer: (id, same) => void fake.answered.push([id, same]),
    typing: () => undefined,
    probe: () => undefined,
    flush: () => new Promise((resolve) => flushes.push(resolve)),
    lock: () => true,
    kick: () => false,
    end: () => Promise.resolve(),
    leave: (reason) => void fake.left.push(reason),
    wipe: () => ({ keys: 0, bytes: 0 }),
  };
  return {
    member,
    ...fake,
    answerFlush: (delivered) => flushes.splice(0).forEach((resolve) => resolve(delivered)),
    set: (more) => void (view = { ...view, ...more }),
    emit,
    deliver: (n) => emit({ type: 'item-changed', item: own(n, 'sent'), change: 'state' }),
  };
}
