import { section } from '../language.js';

/** The sentences of the dialog that saves what one sees. As `words`. */
export const savingWords = section('saving', {
  title: 'Save what you see',
  warning: 'This writes what was said here to this device. It stays there after the room is gone, and whoever uses the device can read it.',
  silent: 'Nobody is told. Not in it: messages that are to disappear, and what is in files.',
  label: 'As',
  formats: { md: 'Markdown', json: 'JSON', txt: 'plain text' },
  save: 'Save',
  cancel: 'Cancel',
});
