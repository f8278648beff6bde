import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const BLOCK = 512;
const LARGEST = 160_000_000;
const MOST_ENTRIES = 100;

/** POSIX ustar header (pax(1)): name, size in octal, type; the rest is of no interest here. */
const text = (block: Buffer, from: number, to: number): string => {
  const field = block.subarray(from, to);
  const end = field.indexOf(0);
  return field.toString('latin1', 0, end === -1 ? field.length : end).trim();
};

/** The bytes of the regular file `name`, in any folder; `undefined`: it is not there, or this is no such archive. */
const fileIn = (tar: Buffer, name: string): Buffer | undefined => {
  let at = 0;
  for (let entries = 0; entries < MOST_ENTRIES && at + BLOCK <= tar.length; entries += 1) {
    const header = tar.subarray(at, at + BLOCK);
    const octal = text(header, 124, 136);
    if (!/^[0-7]+$/.test(octal)) return undefined;
    const size = Number.parseInt(octal, 8);
    const begin = at + BLOCK;
    if (begin + size > tar.length) return undefined;
    const type = text(header, 156, 157);
    if ((type === '0' || type === '') && text(header, 0, 100).split('/').pop() === name) return tar.subarray(begin, begin + size);
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
  }
  return undefined;
};

/** One file out of a .tgz. `undefined`: it is not in there, or too large, or the archive is broken. */
export const unpack = async (archive: Buffer, name: string): Promise<Buffer | undefined> => {
  try {
    return fileIn(await promisify(gunzip)(archive, { maxOutputLength: LARGEST }), name);
  } catch {
    return undefined;
  }
};
