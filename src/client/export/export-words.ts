/**
 * The sentences of an export, `{name}` to be filled; in English here, in the page's language there. Counts stand behind a colon, so that no
 * language needs another form for them.
 */
export const exportWords = {
  title: 'CHATTrace: {room}',
  untitled: 'a room without a title',
  saved: 'What {who} saw, saved at {when}. Others may have seen something else; nobody can check this file.',
  members: 'Who was here: {list}',
  host: 'host',
  self: 'you',
  verified: 'verified',
  private: 'private, with {who}',
  answers: 'answers #{no}',
  answersOther: 'answers a message that is not here',
  edited: 'edited',
  unsent: 'not delivered',
  before: 'before, as the host has it',
  file: 'file {file}, {bytes} bytes',
  leftOut: 'Messages that disappear are not in this file: {count}',
  'member-joined': '{who} came in',
  'member-left': '{who} left',
  'member-away': '{who} is away',
  'member-back': '{who} is back',
  'member-verified': '{who} is verified: the key was compared',
  'member-unverified': '{who} is not verified',
  'member-anew': '{who} is back with another key',
  'member-removed': '{who} was removed by {by}',
  'member-ousted': '{by} took {who} out of the room, though they had just been heard',
  'member-renamed': '{before} is now {who}',
  topic: 'The room is called {topic}',
  'link-changed': 'The host has given the room another link',
  missing: 'Messages from {who} that did not arrive here: {count}',
  absent: 'Away, in minutes: {count}. What was said then cannot be read',
  warning: 'Warning: {code}',
} as const;

export type ExportWords = Readonly<Record<keyof typeof exportWords, string>>;
