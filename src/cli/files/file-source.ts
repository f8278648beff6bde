import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { FileSource } from '../../client/member-api.js';
import { cleanPicture } from '../../client/picture/clean-picture.js';
import { pictureType } from '../../client/picture/picture-type.js';
import { limits } from '../../protocol/limits.js';
import { malformed, parsed, type Parsed } from '../../protocol/parsed.js';
import { mimeOf } from './mime.js';

/** A pipe that somebody puts there must not be waited for. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;

/** What begins as a picture is one, whatever it is called. */
const HEAD_BYTES = 12;

export interface OwnFile {
  readonly source: FileSource;
  /** Of a picture: what told of its making was left out; or it is broken, and what it tells is not known. */
  readonly picture?: 'cleaned' | 'broken';
}

/**
 * A file of this computer, to be offered. It is opened for each reading, and each time only when it is a plain file: who offers a hundred
 * files holds none open, and what has become another one is found by its hashes. Of pictures nothing goes out but what is drawn of them;
 * those are kept in memory. `reason` is for people.
 */
export async function ownFile(path: string): Promise<Parsed<OwnFile>> {
  try {
    const bytes = await withFile(path, async (file) => (await file.stat()).size);
    const read = async (from: number, to: number): Promise<Uint8Array> => withFile(path, (file) => readPart(file, from, to));
    const source = { name: basename(path), mime: mimeOf(extname(path)), bytes, read };
    const isPicture = bytes <= limits.fileBytes && pictureType(await read(0, HEAD_BYTES)) !== undefined;
    return parsed(isPicture ? picture(source, await read(0, bytes)) : { source });
  } catch (error) {
    return malformed(faultOf(error as NodeJS.ErrnoException));
  }
}

function picture(source: FileSource, whole: Uint8Array): OwnFile {
  const clean = cleanPicture(whole);
  if (clean === undefined) return { source };
  const { bytes, mime, cleaned } = clean;
  const read = (from: number, to: number): Promise<Uint8Array> => Promise.resolve(bytes.subarray(from, to));
  return { source: { ...source, mime, bytes: bytes.length, read }, picture: cleaned ? 'cleaned' : 'broken' };
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, READ);
  try {
    if (!(await file.stat()).isFile()) throw new Error('not a plain file');
    return await use(file);
  } finally {
    await file.close();
  }
}

/** Whoever asks for more than a file can have is mistaken. */
async function readPart(file: FileHandle, from: number, to: number): Promise<Uint8Array> {
  if (to - from > limits.fileBytes) throw new Error('too much at once');
  const part = new Uint8Array(to - from);
  let done = 0;
  while (done < part.length) {
    const { bytesRead } = await file.read(part, done, part.length - done, from + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return part.subarray(0, done);
}

function faultOf({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case undefined:
      return message;
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'it may not be read';
    default:
      return code;
  }
}
