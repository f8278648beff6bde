import texts from '../../../assets/i18n/pt.json';
import { there } from '../../protocol/part.js';
import type { Texts } from '../language.js';

export const ptPart = there<Texts>(texts);
