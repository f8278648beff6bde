import type { Leftover } from './leftover.js';

const many = (n: number, one: string, more: string): string => `${n} ${n === 1 ? one : more}`;

/** What a start says of the sweep in half a line. */
export function sweptWords(swept: readonly Leftover[]): string {
  if (swept.length === 0) return 'nothing is left of old sessions';
  const removed = swept.filter((one) => one.removed);
  const processes = removed.filter(({ what }) => what === 'process').length;
  const files = removed.length - processes;
  const left = swept.length - removed.length;
  return [
    ...(processes > 0 ? [`ended ${many(processes, 'process', 'processes')} of old sessions`] : []),
    ...(files > 0 ? [`removed ${many(files, 'file', 'files')} of old sessions`] : []),
    ...(left > 0 ? [`${left} could not be removed: see chattrace cleanup`] : []),
  ].join(', ');
}
