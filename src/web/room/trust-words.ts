import { section } from '../language.js';

/** What is behind the lock: who can see what, by how the room is now. As `words`. */
export const trustWords = section('trust', {
  about: {
    now: 'Now',
    read: 'Who can read',
    host: 'The host',
    people: 'Who is who',
    enter: 'Who may come in',
    before: 'What was said before',
    relay: 'What the relay sees',
    members: 'What members can do',
    page: 'This page',
    end: 'When it ends',
  },
  offline: 'This page is not connected. What stands here is how it was last.',
  hostHere: 'The host is here.',
  hostAway: 'The host is away.',
  hostMissing: 'The host is not in the list.',
  compared: 'You have compared {some} of {all} keys of the others. Where it was not compared, a nick proves nothing.',
  known: 'The host alone is known by the link.',
  open: 'The link lets in whoever has it, while there is room. Who is in stands in the list.',
  nothing: 'This page has nothing of what was said before you came. A host that hands out its copy says so to each newcomer.',
  recorded: 'Whoever ever had the link can read it, also from a recording, and without entering.',
  relay: 'Addresses, times, how many are here, and sizes in a few steps. It can keep messages back and cut people off.',
  relayPrivate: 'It sees who writes privately to whom, when, and the size; not what.',
  relayAll: 'Everything: addresses, times, names and messages.',
  members: 'They can copy and photograph what they read, and prove who wrote it: messages are signed.',
  leaving: 'When you leave or it ends, this page drops its keys and what it shows. Your browser’s history may still list the address.',
});
