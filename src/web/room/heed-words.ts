import { section } from '../language.js';

/** What is answered to /mute, /ignore and /notify. As `words`. */
export const heedWords = section('heed', {
  muted: '{who} is muted: what they say calls you no more.',
  unmuted: 'What {who} says calls you again.',
  ignored: 'What {who} says from now on is not shown here.',
  heeded: 'What {who} says from now on is shown here again.',
  calls: {
    on: 'Every message calls you.',
    mentions: 'What names you, or is for you alone, calls you.',
    off: 'Nothing calls you.',
  },
  how: 'Sound and notices are switched on in the settings.',
});
