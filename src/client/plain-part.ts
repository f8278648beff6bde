import { there } from '../protocol/part.js';
import { clearSeal, sharedKeySeal } from './cipher/message-seal.js';
import { SignedCipher } from './cipher/signed-cipher.js';

/** The modes without a group: `shared-key` and `none`. */
export const plainPart = there({ SignedCipher, clearSeal, sharedKeySeal });
