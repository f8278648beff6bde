import { linkErrors } from '../../protocol/link-error.js';
import { told } from '../error-words.js';
import { section } from '../language.js';

/** The sentences of the page that asks for a link, fetched with it. As `words`. */
export const pasteWords = section('paste', {
  title: 'No key here',
  text: 'This page has no key. Paste the whole link, or scan the code again.',
  why: 'The key is the part behind the #. It never leaves your browser, so nobody at this address can fill it in.',
  label: 'The whole link',
  file: 'Which room?',
  fileText: 'This file is your own copy of the page: no address gives it code. Paste the whole link of a room.',
  leads: 'This room is at {host}.',
  other: 'Another link',
  otherText: 'Paste the whole link, or scan the code.',
  open: 'Open',
  elsewhere: 'This link leads to another address: {host}',
  go: 'Go to {host}',
  exposed: 'Its # was written as %23, so the key in it has been sent to a server. Ask the host for another link (R).',
  near: 'It is reached over plain http: whoever is in this network can see who talks when, and cut it off.',
  unusable: 'This link does not work here',
});

/** Why a link leads into no room. */
export const linkWords = section('links', told(linkErrors));
