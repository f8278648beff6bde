import type { Life } from '../life/life.js';

const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';

/**
 * While a session ends, keys are taken and dropped: the terminal would write them between its last lines, and give them to the shell
 * afterwards. A second Ctrl+C still forces the end. The terminal gets its modes back when the process ends (terminal.ts).
 */
export function hushKeys(input: NodeJS.ReadStream, life: Pick<Life, 'receive'>): void {
  input.on('data', (bytes: Buffer) => {
    if (bytes.includes(CTRL_C)) life.receive('SIGINT');
    else if (bytes.includes(CTRL_Z)) life.receive('SIGTSTP');
  });
  input.setRawMode(true).resume();
}
