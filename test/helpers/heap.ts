import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are still in use after a collection. */
export function usedHeap(): number {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** How much of a long test is run: 1 by default; the full numbers need more. */
export const testScale = Number(process.env['CHATTRACE_TEST_SCALE'] ?? '1');
