import { section } from '../language.js';

/** What is said of members, and of what one can do with them. As `words`. */
export const membersWords = section('members', {
  muted: 'muted',
  ignored: 'ignored',
  menu: 'What to do with {who}',
  private: 'Write to {who} alone',
  noPrivate: 'There are no private messages in this room: everyone with the link can read all of it.',
  mention: 'Name {who} in a message',
  codes: 'Compare keys: words, digits or emoji',
  mute: 'Mute: what they say calls you no more',
  unmute: 'Unmute: what they say calls you again',
  ignore: 'Ignore: what they say from now on is not shown here',
  heed: 'Show again what they say from now on',
});
