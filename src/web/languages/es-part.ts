import texts from '../../../assets/i18n/es.json';
import { there } from '../../protocol/part.js';
import type { Texts } from '../language.js';

export const esPart = there<Texts>(texts);
