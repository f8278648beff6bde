import { section } from '../language.js';

/** What the join card says first. As `words`. */
export const joinWords = section('join', {
  join: 'Join as {nick}',
  nobody: 'The relay says: nobody is inside yet.',
  inside: { one: 'The relay says: {count} person is inside.', other: 'The relay says: {count} people are inside.' },
  full: {
    one: 'The relay says: the room is full, with {count} person inside. Somebody has to leave first.',
    other: 'The relay says: the room is full, with {count} people inside. Somebody has to leave first.',
  },
  locked: 'The relay says: the room is locked. Nobody else may enter.',
  none: 'The relay says: no room is open for this link now.',
  listed: 'Only who is in the list of members can read what is written.',
});
