import { words } from './words.js';

/** Bytes for people to read to each other: each is a word. */
export const spell = (bytes: Uint8Array): string => Array.from(bytes, (byte) => words[byte]).join(' ');
