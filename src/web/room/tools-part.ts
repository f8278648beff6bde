import { there } from '../../protocol/part.js';
import { callFor } from './caller.js';
import { openKeysDialog } from './keys-dialog.js';
import { createSearchBar } from './search-bar.js';
import { openSettingsDialog } from './settings-dialog.js';

/** What is behind the icons of the room's header: many never press one. */
export const toolsPart = there({ callFor, createSearchBar, openKeysDialog, openSettingsDialog });
