/** Exit code, what it is, what to do. */
export type ErrorRow = readonly [exitCode: number, text: string, hint: string];

/** Every error that a member of a room can meet, or who wants to become one: the page holds these and no others. */
export const memberErrors = {
  UNREACHABLE: [69, 'Nothing answers at this address.', 'Ask the host whether the session is still open; then try again.'],
  HOST_GONE: [69, 'The host’s computer stopped answering.', 'The room ends with it. Ask the host for a new link.'],
  RELAY_ENDED: [
    69,
    'The relay says that the session has ended.',
    'In a room without a host nobody else can say so. Ask whoever started it for a new link.',
  ],
  RELAY_PROTOCOL: [
    69,
    'What answers there is not a CHATTrace relay, or speaks another version.',
    'Check the address; use the version that the host uses.',
  ],
  REFUSED: [77, 'No open room has this key.', 'The session has ended, or the link is for another one. Ask the host for a new link.'],
  ONION_ADDRESS: [69, 'This link leads into Tor.', 'Open it in Tor Browser, or put torsocks before this command.'],
  TICKET_USED: [
    77,
    'This link makes no room any more: somebody has used it, or its session has ended.',
    'Ask whoever used it for the link of the room. If it is nobody you know, have a new session started.',
  ],
  ROOM_FULL: [77, 'The room is full.', 'Try again when someone has left, or ask the host to allow more.'],
  ROOM_LOCKED: [77, 'The host has locked the room, or given it another link.', 'Ask the host for the link, or to unlock the room.'],
  FLOOD: [77, 'The relay closed the connection: far too much at once.', 'Send less at a time.'],
  REMOVED: [77, 'The host removed you from the room.', 'Ask the host.'],
  REPLACED: [77, 'Your place was taken over by a newer connection of yours.', 'Go on there, or join again.'],
  NICK_BAD: [64, 'This nick cannot be used.', 'Choose 1 to 32 visible characters, without spaces at the ends.'],
  NICK_TAKEN: [
    64,
    'Someone here has a nick that looks like this one.',
    'Choose another with /nick; until then a piece of your key stands behind it.',
  ],
  TEXT_TOO_LONG: [64, 'This message is too long; it was not sent.', 'A message has at most 16,000 bytes. Send it in parts.'],
  TEXT_EMPTY: [64, 'There is nothing to send.', 'Type a message.'],
  COMMAND_UNKNOWN: [64, 'There is no such command; nothing was sent.', 'See /help. A message that begins with / is typed with //.'],
  COMMAND_UNCLEAR: [64, 'That is not how this command is typed; nothing was done.', 'See /help.'],
  PRIVATE_NONE: [69, 'There are no private messages in this room; nothing was sent.', 'Everyone with the link can read all of it.'],
  PART_MISSING: [
    69,
    'A part of this page could not be loaded.',
    'Its server does not answer, or what came is not what this page expects. Try again.',
  ],
  MEMBER_UNKNOWN: [
    64,
    'It is not clear who is meant; nothing was done.',
    'Type the name of somebody else as /who shows it; "quotes" around it say where it ends.',
  ],
  MESSAGE_UNKNOWN: [64, 'There is no such message, or it is not yours to change; nothing was done.', 'Choose one that is still shown.'],
  EMOJI_UNKNOWN: [64, 'This is no emoji that can stand below a message.', 'Type its name, such as :heart:, or one emoji.'],
  TIME_BAD: [64, 'This is no time for a message to disappear after; nothing was sent.', 'Type 30s, 5m or 2h: at most a day.'],
  FILE_TOO_LARGE: [64, 'This file is too large; it was not offered.', 'A file has at most 16 MiB.'],
  FILE_EMPTY: [64, 'This file is empty, or cannot be read; it was not offered.', 'Choose another one.'],
  FILE_BUDGET: [
    69,
    'There is no room for another file: at most 64 MiB, and 64 files, are offered or held.',
    'Take back, or drop, one that is not needed any more.',
  ],
  FILE_UNKNOWN: [64, 'There is no such file, or it cannot be had any more.', 'Ask its owner to send it again.'],
  FILE_CHANGED: [69, 'A file that you offered has changed, or cannot be read any more; the offer was taken back.', 'Offer it again.'],
  FILE_MANY: [69, 'Someone offers more files than are listed; the newest are not shown.', 'You can hide what they say with /ignore.'],
  MEMBER_LEFT: [69, 'Your private message was not delivered: who it was for has left.', 'Nothing to do.'],
  CODE_DIFFERENT: [
    69,
    'The codes differ: this may be somebody else by that name.',
    'Read them once more. When they differ again, say nothing here that is for that person alone, and tell them in another way.',
  ],
  CODE_UNREADABLE: [64, 'This is no whole code; nothing was compared.', 'Type all 16 words, or all 60 digits, as the other reads them.'],
  RATE: [69, 'Too much at once; your messages wait and are sent in a moment.', 'Nothing to do.'],
  CLOCK: [69, 'Messages of someone here were refused: their clock and yours differ by more than 10 minutes.', 'Set the clock.'],
  MESSAGES_REFUSED: [
    69,
    'Something arrived that does not verify; it was not shown.',
    'Someone may be interfering. Compare who is here with the host.',
  ],
  HOST_ABSENT: [69, 'The host whose mark is in this link is not here.', 'Write nothing private before the host is shown.'],
  GROUP_UNCONFIRMED: [
    69,
    'Nobody here has confirmed yet that you are in one group.',
    'Write nothing private before somebody has, and compare the room code.',
  ],
  GROUP_WAITING: [69, 'Nobody has let you in yet.', 'You are in as soon as the host, or someone inside, answers.'],
  GROUP_REFUSED: [
    69,
    'A change of the group that breaks its rules was refused.',
    'Someone may be interfering. You ask to be let in again by yourself; compare who is here with the host.',
  ],
  GROUP_SPLIT: [
    69,
    'The host is in another group than you were.',
    'Someone may be interfering. You ask to be let in again by yourself; compare the room code with the host.',
  ],
  AWAY_TOO_LONG: [69, 'You were away too long: what was said meanwhile cannot be read.', 'Ask someone here what you missed.'],
  LINK_EXPOSED: [
    69,
    'An app put the secret of this link where servers can read it.',
    'The host gives the room another link with R, or opens a new session.',
  ],
  NOT_DELIVERED: [69, 'Some messages were not delivered before the end.', 'Join again and repeat them.'],
  BUG: [70, 'CHATTrace made a mistake.', 'Run it again with --debug and report what it prints.'],
} as const satisfies Record<string, ErrorRow>;

export type MemberErrorCode = keyof typeof memberErrors;
