import type { FileSource, MemberEvent } from '../../client/member-api.js';
import type { MessageItem } from '../../client/view-log.js';
import { encodeUtf8 } from '../../protocol/utf8.js';
import type { Cast, Role } from './cast.js';

/** One thing that happens, and when the next may. */
export type Beat =
  /** Said beside the room, to who looks on. */
  | { readonly type: 'note'; readonly text: string }
  /** Somebody types a line. `until`: else until Ana has heard of it. */
  | { readonly type: 'line'; readonly who: Role; readonly line: string; readonly until?: (cast: Cast) => boolean }
  | { readonly type: 'act'; readonly act: (cast: Cast) => void; readonly until: (cast: Cast) => boolean };

const note = (text: string): Beat => ({ type: 'note', text });
const line = (who: Role, typed: string, until?: (cast: Cast) => boolean): Beat => ({
  type: 'line',
  who,
  line: typed,
  ...(until === undefined ? {} : { until }),
});

const messages = ({ ana }: Cast): readonly MessageItem[] =>
  ana.member.view.items.filter((item): item is MessageItem => item.type === 'message');
const file = (cast: Cast): MessageItem | undefined => messages(cast).findLast((item) => item.file !== undefined);
const emojiOf = ({ ana, ben }: Cast): readonly (string | undefined)[] => [
  ana.member.emoji(ben.member.view.self.id)?.state,
  ben.member.emoji(ana.member.view.self.id)?.state,
];
const isMarked = ({ ana }: Cast): boolean => ana.member.view.members.some(({ verified }) => verified);

const WAY = encodeUtf8('From the station along the water, then left at the boat house.\n'.repeat(200));

const theWay: FileSource = {
  name: 'the-way.txt',
  mime: 'text/plain',
  bytes: WAY.length,
  read: (from, to) => Promise.resolve(WAY.subarray(from, to)),
};

const talk: readonly Beat[] = [
  {
    type: 'act',
    act: () => undefined,
    until: (cast) => Object.values(cast).every(({ member: { view } }) => view.confirmed && view.members.length >= 3),
  },
  note('Hana has opened the room. Each message has a number, to answer it by; Ana is named in one.'),
  line('host', 'Welcome. This room is in the memory of one computer, and ends with its terminal.'),
  line('ben', '@Ana will you come to the lake on Friday?'),
  line('ana', '/reply 2 Yes! Six o’clock, at the old pier?'),
  line('ben', '/react 3 :tada:'),
  line('ben', 'I bring the bred'),
  line('ben', '/edit I bring the bread'),
  note('Between two: nobody else of the room can read this.'),
  line('ana', '/msg Hana Shall we surprise Ben with a cake?'),
  line('host', '/msg Ana It is in the oven already.'),
];

const files: readonly Beat[] = [
  note('A file: nothing of it goes anywhere before somebody asks for it.'),
  {
    type: 'act',
    act: ({ ben }) => void ben.member.files.offer(theWay),
    until: (cast) => file(cast) !== undefined,
  },
  {
    type: 'act',
    act: (cast) => void cast.ana.member.files.get(file(cast)?.key ?? 0),
    until: (cast) => file(cast)?.file?.transfer.state === 'here',
  },
  note('It is here, in memory, and its hashes are right. /save would keep it; a demonstration writes nothing.'),
];

const whoIsWho: readonly Beat[] = [
  note('Who is who? Ana and Ben tell each other by phone which seven emoji they see; nobody between them could make these the same.'),
  line('ana', '/compare Ben', (cast) => emojiOf(cast)[1] === 'asked'),
  line('ben', '/compare Ana', (cast) => emojiOf(cast).every((state) => state === 'show')),
  line('ana', '/compare Ben yes', isMarked),
];

/** A message that disappears, in the terminal at once, in a picture of the page later. */
const burns = (span: string, until?: (cast: Cast) => boolean): readonly Beat[] => [
  note('A message that is kept for a time only.'),
  line('host', `/burn ${span} The code of the gate is 4711.`, until),
];

const isBurnt = (cast: Cast): boolean => messages(cast).some(({ gone }) => gone === 'burned');

/** What is played in the terminal alone. */
export const shortPlay: readonly Beat[] = [...talk, ...burns('2s', isBurnt), ...files, ...whoIsWho, note('Hana presses Ctrl+C.')];

/** What is played before somebody who looks at the page. */
export const pagePlay: readonly Beat[] = [...talk, ...files, ...whoIsWho, ...burns('10m')];

/** Something in the room that may be what is waited for. */
export const isFrom = (event: MemberEvent, { member }: Cast[Role]): boolean => {
  const { id } = member.view.self;
  if (event.type === 'item') return event.item.type === 'message' && event.item.from.id === id && event.item.state === 'sent';
  if (event.type !== 'item-changed' || event.item.type !== 'message') return false;
  return event.by?.id === id || (event.change === 'state' && event.item.from.id === id);
};
