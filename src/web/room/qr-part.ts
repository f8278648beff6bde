import { there } from '../../protocol/part.js';
import { drawQr } from './qr-drawing.js';

/** For who shows their own code to a reader. */
export const qrPart = there({ drawQr });
