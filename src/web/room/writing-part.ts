import { replaceNames } from '../../client/text/emoji-names.js';
import { there } from '../../protocol/part.js';
import { openEmojiPicker } from './emoji-picker.js';
import { createSuggestions } from './suggestions.js';

/** Emoji by name, and what a line that is being written can become. */
export const writingPart = there({ createSuggestions, replaceNames, openEmojiPicker });
