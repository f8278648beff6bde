import { section } from '../language.js';

/** What the join card says at once. As `words`. */
export const joinWords = section('join', {
  join: 'Join as {nick}',
  listed: 'Only who is in the list of members can read what is written.',
});
