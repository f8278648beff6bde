const WORDS =
  'the host of this room can see who comes and goes and so can everybody else but nobody keeps what is said here once it ends'.split(' ');
const EMOJI = ['👍', '❤️', '😂'];
/** One of so many items is such a one. */
const EVERY = { line: 40, own: 9, deed: 61, block: 23, address: 17, code: 29, quote: 13, reaction: 11 };
const BETWEEN_MS = 4_000;

/** @param {string} nick */
export const memberNamed = (nick, index) => ({
  id: nick.padEnd(16, '0').slice(0, 16),
  nick,
  shown: nick,
  fingerprint: `${index % 10}`.repeat(64),
  role: index === 3 ? 'host' : 'guest',
  self: index === 0,
  away: false,
  verified: index === 1,
});

/** What a busy room is like; the same each time. The first of the members is oneself. */
export function sayings(members) {
  const chance = seeded(5);
  const pick = (list) => list[Math.floor(chance() * list.length)];
  const others = members.slice(1);
  const phrase = () => Array.from({ length: 3 + Math.floor(chance() ** 3 * 60) }, () => pick(WORDS)).join(' ');
  const reactions = () => [{ emoji: pick(EMOJI), by: [pick(others), members[0]] }];
  let speaker = members[1];
  let n = 0;
  let at = Date.UTC(2026, 0, 1);
  return () => {
    n += 1;
    at += BETWEEN_MS;
    const is = (kind) => n % EVERY[kind] === 0;
    if (is('line')) return { type: chance() < 0.5 ? 'member-joined' : 'member-left', at, member: pick(others) };
    if (chance() < 0.5) speaker = is('own') ? members[0] : pick(others);
    return {
      type: 'message',
      at,
      id: n.toString(16).padStart(32, '0'),
      from: speaker,
      style: is('deed') ? 'me' : 'said',
      text: textOf(is, phrase),
      state: 'sent',
      ...(is('quote') ? { replyTo: '0'.repeat(32), quote: { key: n - 1, from: pick(others), text: phrase().slice(0, 80) } } : {}),
      ...(is('reaction') ? { reactions: reactions() } : {}),
    };
  };
}

/** Most are a line or two, some have lines of their own, an address, or code. */
function textOf(is, phrase) {
  if (is('block')) return `${phrase()}\n\n**${phrase()}**\n- ${phrase()}\n- \`${phrase()}\``;
  if (is('code')) return `\`\`\`\n${phrase()}\n${phrase()}\n\`\`\``;
  return is('address') ? `${phrase()} https://example.org/a/page?of=some#length` : phrase();
}

/** @param {number} seed */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
