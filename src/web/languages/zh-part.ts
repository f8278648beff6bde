import texts from '../../../assets/i18n/zh.json';
import { there } from '../../protocol/part.js';
import type { Texts } from '../language.js';

export const zhPart = there<Texts>(texts);
