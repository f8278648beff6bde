import { there } from '../../protocol/part.js';
import { openCodesDialog } from './codes-dialog.js';
import { openLinkDialog } from './link-dialog.js';
import { createShareNote } from './share-note.js';
import { openTrustDialog } from './trust-dialog.js';

/** What is asked, what is behind the lock and the names, and the link to share: most people look there once. */
export const dialogsPart = there({ createShareNote, openCodesDialog, openLinkDialog, openTrustDialog });
