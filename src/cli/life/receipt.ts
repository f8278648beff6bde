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

/** Four aligned lines. They claim no more than was done: closed, overwritten where we can, checked. */
export const receiptLines = (
  receipt: WipeReceipt,
  failures: readonly CloseFailure[],
  swap: 'on' | 'off' | 'unknown',
): readonly string[] => [
  `closed       ${count(receipt.sockets, 'connection', 'connections')}, in ${receipt.ms} ms${failed(failures)}`,
  `overwritten  ${count(receipt.keys, 'key', 'keys')}, where we can (${receipt.bytes} bytes)`,
  `checked      ${count(receipt.children, 'process', 'processes')} left, ${count(receipt.filesLeft, 'file', 'files')} left, event log ${
    receipt.logs === 'none' ? 'empty' : receipt.logs
  }`,
  `not checked  ${unchecked(swap)}`,
];
