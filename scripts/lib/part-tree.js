import { scriptOf } from './page-parts.js';

/**
 * @typedef {object} Tree a script, and the parts that it fetches
 * @property {string} entry
 * @property {import('./page-parts.js').Script} script
 * @property {readonly Tree[]} children in the order of their names: what they share must not depend on which is read first
 */

/** @typedef {import('./page-parts.js').Script} Script */
/** @typedef {(entry: string, host: Script | undefined) => Promise<Parameters<typeof scriptOf>[0]>} Read builds a script, not made small */

/**
 * Which script fetches which part. A part that several use is fetched by the nearest script that all of them come from: so whatever a part
 * shares is there before it. When one is moved there, others find more of what they need there: it is all read again, until none moves.
 * @param {string} entry
 * @param {Read} read
 * @returns {Promise<Tree>}
 */
export async function partTree(entry, read) {
  const hosts = new Map();
  for (;;) {
    const moved = new Set();
    const tree = await grown(entry, undefined, { hosts, moved, read });
    if (moved.size === 0) return tree;
  }
}

/**
 * @param {string} entry
 * @param {Script | undefined} host
 * @param {{ hosts: Map<string, string>, moved: Set<string>, read: Read }} found by part: what fetches it; which of them was moved
 * @returns {Promise<Tree>}
 */
async function grown(entry, host, found) {
  const { hosts, moved, read } = found;
  const held = () => [...hosts].filter(([, by]) => by === entry).map(([part]) => part);
  const script = scriptOf(await read(entry, host), host, held());
  for (const part of script.parts) {
    const known = hosts.get(part) ?? entry;
    const place = common(entry, known, hosts);
    if (place !== known) moved.add(part);
    hosts.set(part, place);
  }
  const children = [];
  for (const part of held().toSorted()) children.push(await grown(part, script, found));
  return { entry, script, children };
}

/**
 * @param {string} one
 * @param {string} other
 * @param {ReadonlyMap<string, string>} hosts
 */
function common(one, other, hosts) {
  const above = new Set(line(one, hosts));
  const found = line(other, hosts).find((entry) => above.has(entry));
  if (found === undefined) throw new Error(`nothing fetches both ${one} and ${other}`);
  return found;
}

/**
 * A script, what fetches it, and so on.
 * @param {string} entry
 * @param {ReadonlyMap<string, string>} hosts
 * @returns {readonly string[]}
 */
function line(entry, hosts) {
  const host = hosts.get(entry);
  return [entry, ...(host === undefined ? [] : line(host, hosts))];
}
