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
  rewrite: 'write your last message anew, while the field is empty',
  complete: 'take a name, a command or an emoji that is offered',
  drop: 'give up an answer, or what is being written anew',
  scroll: 'from message to message, when they have the focus',
  act: 'what can be done with the message',
  next: 'to the next button or field',
  older: 'the one before',
  newer: 'the next one',
});
