import texts from '../../../assets/i18n/fr.json';
import { there } from '../../protocol/part.js';
import type { Texts } from '../language.js';

export const frPart = there<Texts>(texts);
