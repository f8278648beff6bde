import type { FileSource } from '../../../client/member-api.js';
import { cleanPicture } from '../../../client/picture/clean-picture.js';
import { pictureType } from '../../../client/picture/picture-type.js';
import { refuse } from '../../../client/refuse.js';
import { limits } from '../../../protocol/limits.js';
import { parsed, type Parsed } from '../../../protocol/parsed.js';

/** Enough to know a picture, whatever its name says. */
const HEAD_BYTES = 16;

/** A file that somebody has chosen here. */
export interface PickedFile {
  readonly source: FileSource;
  /** `cleaned`: what a picture tells of its making is left out. `kept`: it may tell it. `plain`: no picture. */
  readonly picture: 'cleaned' | 'kept' | 'plain';
}

/** `reason`: FILE_EMPTY or FILE_TOO_LARGE. A picture is read as a whole, anything else piece by piece when somebody asks for it. */
export async function pickedFile(file: File): Promise<Parsed<PickedFile>> {
  if (file.size > limits.fileBytes) return refuse('FILE_TOO_LARGE');
  if (file.size === 0) return refuse('FILE_EMPTY');
  const head = await bytesOf(file.slice(0, HEAD_BYTES));
  if (head === undefined) return refuse('FILE_EMPTY');
  const picture = pictureType(head) !== undefined;
  if (!picture) return parsed({ source: sourceOf(file, file, file.type), picture: file.type.startsWith('image/') ? 'kept' : 'plain' });
  const bytes = await bytesOf(file);
  const clean = bytes === undefined ? undefined : cleanPicture(bytes);
  if (clean === undefined) return refuse('FILE_EMPTY');
  const blob = new Blob([clean.bytes as Uint8Array<ArrayBuffer>]);
  return parsed({ source: sourceOf(file, blob, clean.mime), picture: clean.cleaned ? 'cleaned' : 'kept' });
}

async function bytesOf(file: Blob): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    // It was removed, or may not be read.
    return undefined;
  }
}

const sourceOf = ({ name }: File, blob: Blob, mime: string): FileSource => ({
  name,
  mime,
  bytes: blob.size,
  read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
});
