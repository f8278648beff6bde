import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const PIECE = 8 * 1024 * 1024;
/** No needle is longer, in any form. */
const OVERLAP = 512;

/** Whether the memory of another process of ours can be read here (proc(5)). */
export const canReadMemory = (pid = process.pid): boolean => {
  try {
    closeSync(openSync(`/proc/${pid}/mem`, 'r'));
    return true;
  } catch {
    return false;
  }
};

/** All that a process has in memory, piece after piece; each begins a little before the end of the one before. Answers how many bytes. */
export function readMemory(pid: number, take: (piece: Buffer) => void): number {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const zeros = Buffer.alloc(PIECE);
  let bytes = 0;
  try {
    for (const { from, to } of regionsOf(pid)) {
      for (let at = from; at < to; at += PIECE - OVERLAP) {
        const piece = Buffer.alloc(Math.min(PIECE, to - at));
        const length = readAt(memory, piece, at);
        bytes += length;
        const read = piece.subarray(0, length);
        if (!read.equals(zeros.subarray(0, length))) take(read);
        if (at + piece.length >= to) break;
      }
    }
  } finally {
    closeSync(memory);
  }
  return bytes;
}

function readAt(memory: number, into: Buffer, at: number): number {
  try {
    return readSync(memory, into, 0, into.length, at);
  } catch {
    // A guard page, or a region that has gone meanwhile.
    return 0;
  }
}

function regionsOf(pid: number): readonly { readonly from: number; readonly to: number }[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, from = '', to = '', file = ''] = /^([0-9a-f]+)-([0-9a-f]+) r\S* \S+ \S+ \S+\s*(.*)$/u.exec(line) ?? [];
      return from === '' || file.startsWith('[v') ? [] : [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) }];
    });
}
