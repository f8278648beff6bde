import { firstLoad, roomLoad } from '../scripts/size.js';
import { readFileSync } from 'node:fs';
import { at } from '../scripts/lib/paths.js';

const LIMIT = 80 * 1024;
const ROOM_LIMIT = 112 * 1024;

/** What a browser loads before someone can join, and before they can talk. */
export async function measure() {
  const sizes = firstLoad();
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  const named = readFileSync(at('templates/index.html'), 'utf8').match(/\b(?:src|href)="(?!data:|#)/g)?.length ?? 0;
  return {
    title: 'First load of the page',
    columns: ['what', 'value', 'target'],
    rows: [
      ...Object.entries(sizes).map(([name, bytes]) => [`${name}, bytes gzip`, bytes, '–']),
      ['all, bytes gzip', total, `≤ ${LIMIT}`],
      ['with the room, bytes gzip', roomLoad(), `≤ ${ROOM_LIMIT}`],
      ['requests beside the document', named, '≤ 2'],
    ],
  };
}
