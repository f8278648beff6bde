import texts from '../../../assets/i18n/ar.json';
import { there } from '../../protocol/part.js';
import type { Texts } from '../language.js';

export const arPart = there<Texts>(texts);
