import { section } from '../language.js';

/** Who is in a room, whose it is, and who can see what there. As `words`. */
export const aboutWords = section('about', {
  nobody: 'The relay says: nobody is inside yet.',
  inside: { one: 'The relay says: {count} person is inside.', other: 'The relay says: {count} people are inside.' },
  full: {
    one: 'The relay says: the room is full, with {count} person inside. Somebody has to leave first.',
    other: 'The relay says: the room is full, with {count} people inside. Somebody has to leave first.',
  },
  locked: 'The relay says: the room is locked. Nobody else may enter.',
  none: 'The relay says: no room is open for this link now.',
  host: 'Host of this link',
  only: 'Nobody without this host’s key is shown as the host.',
  compare: 'Not sure about the link? Ask the host for its words: the first four tell links apart, all sixteen cannot be imitated.',
  all: 'All words of this link',
  who: 'Who can see what',
  members: 'Members see your nick, when you come and go, and what you write. They may copy or photograph it.',
  relay: 'The relay sees addresses, times, how many are inside, and sizes in a few steps.',
  reads: 'The relay sees all of it, and addresses and times.',
  privately: 'Of private messages the relay sees who writes to whom, when, and the size; nobody else can read them, not even the host.',
  page: 'Whoever carries the page to you sees your address too, and could alter the page: its code came from {host}.',
  history: 'Your browser’s history may list this address; it opens the room while the session lasts.',
});
