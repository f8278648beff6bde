import { complete } from '../../client/text/completion.js';
import { replaceNames } from '../../client/text/emoji-names.js';
import { there } from '../../protocol/part.js';
import { openEmojiPicker } from './emoji-picker.js';

/** Emoji by name, and what a line that is being written can become. */
export const writingPart = there({ complete, replaceNames, openEmojiPicker });
