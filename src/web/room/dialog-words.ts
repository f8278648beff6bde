import { section } from '../language.js';

/** The sentences of the dialogs, which are fetched with them. As `words`. */
export const dialogWords = section('dialogs', {
  trust: {
    title: 'Who can read this',
    shared:
      'Messages are sealed here with the key in the link; the relay, which passes them on, never has the keys. Anyone who ever had the link can read everything.',
    clear:
      'Not encrypted: the relay, which passes messages on, and whoever runs a part of the way to it can read everything. Messages are signed by their senders.',
    confirmed: 'The host shown here is the host your link was made for.',
    unconfirmed: 'The host your link was made for has not been heard yet. Write nothing private before the host is shown.',
    unnamed: 'The link names no host, so nobody here can prove to be one.',
    vouched: 'Another member has confirmed that you are in one group, or you made it.',
    locked: 'The host has locked the room: nobody else may enter.',
    code: 'The code of this page came from {host}. Who runs that address could serve other code; chattrace join, in a terminal, runs none of it.',
    codeOfFile: 'The code of this page is a file of this computer. The address of the room gives it none.',
    alone: 'Nobody else is here.',
    room: 'The code of the room',
    roomText: 'The same words on every screen here, until someone comes or goes.',
    key: 'Your own words',
    compare: 'Read them to the others by phone or in person: they see them behind your name in the list. So you know who is who.',
  },
  codes: {
    title: 'Is it {who}?',
    own: 'These are your own words and digits. Read them to the others, by phone or in person.',
    theirs: 'Ask {who}, by phone or in person, for their own words, or the digits. Whoever only uses the name could answer here too.',
    pair: 'Or both look at the other’s name: this number is the same on both screens.',
    match: 'They match',
    differ: 'They do not match',
    verified: 'You have compared this key, and marked it as verified.',
    unmark: 'Take the mark away',
    warning:
      'This may be somebody else by that name. Compare once more; if it differs again, say nothing here that is for that person alone, and tell them in another way.',
  },
  share: {
    made: 'You made this room in this page. Whoever gets this link can come in:',
    blind: 'The terminal that started the session has no key: it reads nothing, unless you give it this link.',
    label: 'The link of this room',
    copy: 'Copy',
    copied: 'Copied.',
    selected: 'Selected: copy it now.',
  },
  qr: {
    show: 'Show as a QR code',
    label: 'QR code of your own key',
    use: 'What a reader makes of it can be typed behind /verify and your name.',
  },
  link: {
    title: 'Open this address?',
    text: 'It leads out of this room, to {host}:',
    mail: 'It opens your mail program:',
    seen: 'Whoever runs it sees your network address, but not the address of this page.',
    stay: 'Stay',
    open: 'Open',
  },
});
