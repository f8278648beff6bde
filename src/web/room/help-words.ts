import { section } from '../language.js';

/** The sentences of /help, fetched with it. As `words`. */
export const helpWords = section('help', {
  title: 'What you can type',
  escape: 'A message that begins with / is typed with //.',
  keys: 'Enter sends, Shift+Enter begins a new line.',
  touch: 'The arrow sends, Enter begins a new line.',
});
