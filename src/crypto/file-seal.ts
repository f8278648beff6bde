import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { encodeUtf8 } from '../protocol/utf8.js';
import { labels } from './labels.js';

const NONCE = 12;

const sealBy = (label: string) => {
  const aad = encodeUtf8(label);
  const using = (key: Uint8Array, number: number): ReturnType<typeof chacha20poly1305> => {
    const nonce = new Uint8Array(NONCE);
    new DataView(nonce.buffer).setUint32(NONCE - 4, number);
    return chacha20poly1305(key, nonce, aad);
  };
  return {
    seal: (key: Uint8Array, number: number, plain: Uint8Array): Uint8Array => using(key, number).encrypt(plain),
    /** `undefined`: it was not sealed with this key and number. */
    open(key: Uint8Array, number: number, sealed: Uint8Array): Uint8Array | undefined {
      try {
        return using(key, number).decrypt(sealed);
      } catch {
        return undefined;
      }
    },
  };
};

/** Chunks of a file. The number is the nonce: under one key a number stands for one content, for ever. */
export const chunkSeal = sealBy(labels.file);
/** What a receiver says of the chunks that have come. No number is used twice with one key. */
export const receiptSeal = sealBy(labels.fileReceipt);
