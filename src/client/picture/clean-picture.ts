import { cleanGif } from './gif.js';
import { cleanJpeg } from './jpeg.js';
import { pictureType, type PictureType } from './picture-type.js';
import { cleanPng } from './png.js';
import { cleanWebp } from './webp.js';

export interface CleanPicture {
  readonly bytes: Uint8Array;
  readonly mime: string;
  /** False: it begins as a picture, and is broken. The bytes are as they were, and what they tell is not known. */
  readonly cleaned: boolean;
}

const cleaners: Readonly<Record<PictureType, (bytes: Uint8Array) => Uint8Array | undefined>> = {
  'image/png': cleanPng,
  'image/jpeg': cleanJpeg,
  'image/gif': cleanGif,
  'image/webp': cleanWebp,
};

/**
 * What is drawn of a picture, and nothing that tells where, when, by whom and with what it was made. `undefined`: no picture of a kind that
 * is known here.
 */
export function cleanPicture(bytes: Uint8Array): CleanPicture | undefined {
  const mime = pictureType(bytes);
  if (mime === undefined) return undefined;
  const clean = cleaners[mime](bytes);
  return clean === undefined ? { bytes, mime: 'application/octet-stream', cleaned: false } : { bytes: clean, mime, cleaned: true };
}
