import { there } from '../../protocol/part.js';
import { openExportDialog } from './export-dialog.js';

/** For who keeps what was said. */
export const exportPart = there({ openExportDialog });
