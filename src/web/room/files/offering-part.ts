import { there } from '../../../protocol/part.js';
import { openOfferDialog } from './offer-dialog.js';
import { pickedFile } from './picked-file.js';

/** For who has a file to offer: it is read, a picture without what tells of its making, and asked about. */
export const offeringPart = there({ openOfferDialog, pickedFile });
