import { section } from '../language.js';

/** What is said of messages between two members. */
export const privateWords = section('private', {
  title: 'Private, with {who}',
  only: 'Only you and {who} read this.',
  log: 'Private messages with {who}',
  label: 'Private message, to {who}',
  placeholder: 'To {who} alone',
  back: 'Back to the room',
  line: {
    one: '{count} message between you and {who} alone',
    other: '{count} messages between you and {who} alone',
  },
  open: 'Open',
  waiting: { one: '{who}: {count} private message', other: '{who}: {count} private messages' },
});
