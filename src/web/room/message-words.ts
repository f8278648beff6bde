import { section } from '../language.js';

/** What is said of messages, and of what one can do with them. */
export const messageWords = section('messages', {
  /** Heard, and not seen, before the text of a message that names the reader. */
  mentioned: 'to you:',
  name: '{who}, {time}',
  edited: 'edited',
  deleted: 'taken back',
  burned: 'disappeared',
  /** Before the time that is left. */
  burning: 'disappears in',
  unread: 'New messages',
  code: 'Code',
  copy: 'Copy',
  copied: 'Copied.',
  uncopied: 'This browser copies nothing for a page. Select it and copy it by hand.',
  quote: { of: 'Answer to', gone: 'what this answers is no longer here' },
  /** What one who pressed a quote is told. */
  notHere: 'That message is not shown here any more.',
  reaction: '{emoji} {count}: {who}',
  /** Between names. */
  and: ', ',
  actions: {
    label: 'What to do with this message',
    number: 'no. {no}',
    reply: 'Reply',
    react: 'React',
    edit: 'Edit',
    delete: 'Take back',
    copy: 'Copy text',
  },
  about: { reply: 'Answer to {who}:', edit: 'Written anew:', cancel: 'Give it up' },
  burn: {
    label: 'Disappears after',
    title: 'What you say disappears after this time: the pages of the others are asked to erase it. They may copy it before.',
    off: 'stays',
  },
  picker: { title: 'React with an emoji', search: 'Search by name', none: 'There is none of that name.' },
  suggestions: { label: 'Suggestions', count: { one: '{count} suggestion', other: '{count} suggestions' } },
  remove: {
    title: 'Take this message back?',
    text: 'The pages of the others are asked to erase it. Who has read it may remember it, or have copied it.',
    keep: 'Keep it',
    go: 'Take back',
  },
});
