import { readFileSync } from 'node:fs';
import type { CloseFailure } from '../../core/closer.js';
import type { WipeReceipt } from '../../protocol/event.js';
import type { Footprint } from './footprint.js';
import type { ShutdownResult } from './shutdown.js';

export const makeReceipt = (result: ShutdownResult, footprint: Footprint, logs: WipeReceipt['logs']): WipeReceipt => {
  const children = footprint.childrenLeft().length;
  const filesLeft = footprint.filesLeft().length;
  const { ms, sockets, keys, bytes, failures } = result;
  return { ms, sockets, keys, bytes, children, filesLeft, logs, complete: failures.length === 0 && children === 0 && filesLeft === 0 };
};

/** What can be said of swap, where memory may have been written to disk. Linux lists it (proc(5)); a heading comes first. */
export const swapState = (platform: NodeJS.Platform, swaps = '/proc/swaps'): 'on' | 'off' | 'unknown' => {
  if (platform !== 'linux') return 'unknown';
  try {
    return readFileSync(swaps, 'utf8').trim().split('\n').length > 1 ? 'on' : 'off';
  } catch {
    return 'unknown';
  }
};

const count = (n: number, one: string, many: string): string => `${n === 0 ? 'no' : n} ${n === 1 ? one : many}`;

const unchecked = (swap: 'on' | 'off' | 'unknown'): string => {
  const said = { on: 'swap: on, cannot check; ', off: '', unknown: 'swap: cannot tell; ' }[swap];
  return `${said}copies that the JavaScript engine made; what guests kept`;
};

const failed = (failures: readonly CloseFailure[]): string =>
  failures.map(({ name, why }) => `; ${why === 'hung' ? `${name} did not close in time` : `${name} failed to close`}`).join('');

/** The event log, when it was kept, is a file that is left. */
const checkedFiles = ({ filesLeft, logs }: WipeReceipt): string =>
  `${filesLeft === 0 ? 'no' : filesLeft}${logs === 'kept' ? ' other' : ''} ${filesLeft === 1 ? 'file' : 'files'} left`;

/** Where what is said of each begins. */
export const RECEIPT_INDENT = 13;

/** Four aligned lines. They claim no more than was done: closed, overwritten where we can, checked. */
export const receiptLines = (
  receipt: WipeReceipt,
  failures: readonly CloseFailure[],
  swap: 'on' | 'off' | 'unknown',
): readonly string[] => {
  const line = (head: string, text: string): string => head.padEnd(RECEIPT_INDENT) + text;
  const { sockets, ms, keys, bytes, children, logs } = receipt;
  return [
    line('closed', `${count(sockets, 'connection', 'connections')}, in ${ms} ms${failed(failures)}`),
    line('overwritten', `${count(keys, 'key', 'keys')}, where we can (${bytes} bytes)`),
    line(
      'checked',
      `${count(children, 'process', 'processes')} left, ${checkedFiles(receipt)}, event log ${logs === 'none' ? 'empty' : logs}`,
    ),
    line('not checked', unchecked(swap)),
  ];
};
