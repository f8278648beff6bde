// A member that offers and gets a file, and talks meanwhile, in whatever runs this: Node or a page. Bundled before it runs.
import { createMember } from '../../src/client/member.js';
import { parseLink } from '../../src/crypto/link.js';

const SAMPLE_MS = 5;

const byteAt = (at) => (at * 31 + (at >> 11)) & 255;

/** Joins; every duration is in milliseconds. */
export async function fileMember({ link, nick, connect, clock, random, memory }) {
  const parsed = parseLink(link);
  if (!parsed.ok) throw new Error(parsed.reason);
  const member = createMember({ secret: parsed.value.secret, nick, connect, clock, random, giveUpMs: 60_000 });
  const delays = [];
  const warnings = [];
  member.on((event) => {
    if (event.type !== 'item') return;
    if (event.item.type === 'warning') warnings.push(event.item.code);
    if (event.item.type === 'message' && !event.item.from.self && event.item.text !== '') delays.push(Date.now() - Number(event.item.text));
  });
  await until(member, () => member.view.phase === 'joined');
  return {
    ...files(member, memory),
    ...talk(member),
    members: () => member.view.members.length,
    /** How long each text of somebody else took, since the last look. */
    delays: () => delays.splice(0),
    warnings: () => warnings.splice(0),
    leave: () => member.leave(),
  };
}

function talk(member) {
  let talking;
  return {
    talk(everyMs) {
      talking = setInterval(() => member.say({ text: String(Date.now()) }), everyMs);
    },
    hush: () => clearInterval(talking),
  };
}

function files(member, memory) {
  let own;
  return {
    async offer(bytes) {
      const content = new Uint8Array(bytes);
      for (let at = 0; at < bytes; at++) content[at] = byteAt(at);
      const source = { name: 'file.bin', mime: '', bytes, read: async (from, to) => content.slice(from, to) };
      const offered = await member.files.offer(source);
      if (!offered.ok) throw new Error(offered.reason);
      own = offered.value;
    },
    takeBack: () => member.files.cancel(own),
    /** The file that was offered, until it is here. */
    async get() {
      await until(member, () => fileOf(member) !== undefined);
      const { key } = fileOf(member);
      const before = memory();
      let most = before;
      const sampling = setInterval(() => (most = Math.max(most, memory())), SAMPLE_MS);
      const at = performance.now();
      member.files.get(key);
      await until(member, () => member.files.content(key) !== undefined);
      const ms = performance.now() - at;
      clearInterval(sampling);
      const content = member.files.content(key);
      let good = true;
      for (let index = 0; index < content.length; index++) good &&= content[index] === byteAt(index);
      member.files.cancel(key);
      return { ms, grown: most - before, good };
    },
  };
}

/** Of somebody else, and not asked for yet. */
const fileOf = (member) =>
  member.view.items.findLast(
    (item) => item.type === 'message' && item.file?.transfer.side === 'theirs' && item.file.transfer.state === 'offered',
  );

const until = (member, holds) =>
  new Promise((resolve, reject) => {
    const off = member.on((event) => {
      if (event.type === 'ended') reject(new Error(`the member ended: ${event.code}`));
      if (holds()) {
        off();
        resolve();
      }
    });
    if (holds()) {
      off();
      resolve();
    }
  });
