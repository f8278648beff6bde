import texts from '../../../assets/i18n/de.json';
import { there } from '../../protocol/part.js';
import type { Texts } from '../language.js';

export const dePart = there<Texts>(texts);
