import { there } from '../../protocol/part.js';
import { openCodesDialog } from './codes-dialog.js';
import { openLinkDialog } from './link-dialog.js';
import { openTrustDialog } from './trust-dialog.js';

/** What is asked, and what is behind the lock and the names: most people look there once. */
export const dialogsPart = there({ openCodesDialog, openLinkDialog, openTrustDialog });
