import { section } from '../language.js';

/** Sentences of emoji that are compared. `{who}` is filled by `fill`. */
export const emojiWords = section('emoji', {
  begin: 'Compare emoji',
  text: 'Shorter: seven pictures on both screens, while you speak by phone or in person.',
  asked: '{who} wants to compare emoji. Begin when you speak, by phone or in person.',
  no: 'Not now',
  waiting: 'Waiting for {who}. They must say yes on their screen.',
  stop: 'Stop',
  show: 'Has {who} the same, in this order? Ask by phone or in person.',
  same: 'The same',
  different: 'Others',
  peer: '{who} has stopped, or sees other emoji.',
  self: 'Nothing is compared now.',
  late: 'No answer in two minutes. Nothing is compared.',
  gone: 'The way to {who} broke. Begin again when both are here.',
  order: 'What came is not what comes next. Begin again.',
  commitment: '{who} changed its part after it had seen yours. Someone may be interfering.',
});
