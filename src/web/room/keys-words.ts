import { section } from '../language.js';

/** The sentences of the list of keys. As `words`. */
export const keysWords = section('keys', {
  title: 'Keys',
  commands: 'What can be typed with / before it is told by /help.',
  groups: { room: 'Anywhere', write: 'While you write', read: 'While you read', search: 'In the search' },
  list: 'this list, when nothing is being written',
  search: 'search in what is shown',
  leaveIt: 'close what is open',
  send: 'send',
  line: 'begin a new line',
  scroll: 'move in the messages, when they have the focus',
  next: 'to the next button or field',
  older: 'the one before',
  newer: 'the next one',
});
