// What a member of a group does, timed, in whatever runs this: Node or a page. Bundled before it runs.
import { makeCipherSuite } from '../../src/crypto/cipher-suite.js';
import { openBody, sealBody } from '../../src/crypto/envelope.js';
import { Group } from '../../src/crypto/group.js';
import { JoinKeys, readKeyPackage } from '../../src/crypto/group-keys.js';
import { hmacSha256 } from '../../src/crypto/hash.js';
import { SecretBytes } from '../../src/crypto/secret-bytes.js';
import { signature } from '../../src/crypto/signature.js';
import { concat, equal } from '../../src/protocol/bytes.js';

const GEN = 1;
/** Members that follow every commit; the others are leaves only. */
const AWAKE = 8;
const PAYLOAD = new Uint8Array(256).fill(7);
const NOTHING = { removes: [], adds: [] };
const agree = () => undefined;

const random = (length) => globalThis.crypto.getRandomValues(new Uint8Array(length));
const env = random(32);
const mac = random(32);
const setup = {
  suite: makeCipherSuite(random),
  trust: (identity, sigPk) => equal(identity.subarray(0, 32), hmacSha256(mac, sigPk, identity.subarray(32))),
  psk: { id: new Uint8Array([1]), secret: new SecretBytes(random(32)) },
  aad: random(24),
};

/** Every duration in milliseconds, every rate a second. */
export async function work({ quick }) {
  const rounds = quick ? 1 : 5;
  const rates = await messagesPerSecond(quick ? 12 : 40);
  const joins = [];
  for (const members of [2, 50, 200]) joins.push({ members, ...(await join(members, rounds)) });
  return { rates, joins, crowd: await crowd(rounds), remove: await remove(rounds) };
}

/** Medians of so many runs: the first ones are slower, until the engine knows the program. */
async function messagesPerSecond(runs) {
  const rates = [];
  for (let i = 0; i < runs; i++) rates.push(await conversation(400));
  return medians(rates);
}

async function conversation(count) {
  const [speaker, hearer] = await room(2);
  const header = { type: 'app', gen: GEN, epoch: speaker.epoch };
  const bodies = [];
  const encrypt = await timed(async () => {
    for (let i = 0; i < count; i++) bodies.push(sealBody(env, header, (await speaker.seal(PAYLOAD)).message, random(24)));
  });
  const decrypt = await timed(async () => {
    for (const body of bodies) {
      const { type } = await hearer.open(openBody(env, header, body));
      if (type !== 'opened') throw new Error('a message did not open');
    }
  });
  return { encrypt: (count / encrypt.ms) * 1_000, decrypt: (count / decrypt.ms) * 1_000 };
}

/** One joins so many: what the one who adds, each of the others, and the newcomer have to do. */
async function join(members, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const [first, ...others] = await room(members);
    const keys = await person();
    const add = await timed(async () => {
      if ((await readKeyPackage(keys.encoded, setup)) === undefined) throw new Error('no key package');
      return first.commit({ removes: [], adds: [keys.encoded] }, agree);
    });
    const { commit, welcome } = add.result;
    const apply = await timed(() => others[0]?.apply(commit, agree));
    const enter = await timed(() => Group.join(welcome, keys, setup, GEN));
    times.push({ add: add.ms, apply: apply.ms, enter: enter.ms, welcome: welcome.length, commit: commit.length });
  }
  return medians(times);
}

/** Fifty at once. */
async function crowd(rounds) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const [first, second] = await room(2);
    const people = await Promise.all(Array.from({ length: 50 }, person));
    const add = await timed(() => first.commit({ removes: [], adds: people.map(({ encoded }) => encoded) }, agree));
    const apply = await timed(() => second.apply(add.result.commit, agree));
    const enter = await timed(() => Group.join(add.result.welcome, people[0], setup, GEN));
    times.push({ add: add.ms, apply: apply.ms, enter: enter.ms, welcome: add.result.welcome.length, commit: add.result.commit.length });
  }
  return medians(times);
}

async function remove(rounds) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const [first, second] = await room(200);
    const made = await timed(() => first.commit({ removes: [150], adds: [] }, agree));
    const apply = await timed(() => second.apply(made.result.commit, agree));
    times.push({ commit: made.ms, apply: apply.ms, bytes: made.result.commit.length });
  }
  return medians(times);
}

/** A group of so many leaves; its first members, who have renewed their paths one after the other. */
async function room(members) {
  const own = await person();
  const awake = [await Group.create(concat(new Uint8Array([0, 0, 0, GEN]), random(16)), own, setup)];
  const follow = async (by, changes) => {
    const { commit, welcome } = await by.commit(changes, agree);
    for (const group of awake) await (group === by ? group.merge(commit) : group.apply(commit, agree));
    return welcome;
  };
  for (let leaves = 1; leaves < members;) {
    const people = await Promise.all(Array.from({ length: Math.min(64, members - leaves) }, person));
    const welcome = await follow(awake[0], { removes: [], adds: people.map(({ encoded }) => encoded) });
    for (const keys of people) {
      if (awake.length < AWAKE) awake.push(await Group.join(welcome, keys, setup, GEN));
    }
    leaves += people.length;
  }
  for (const group of awake) await follow(group, NOTHING);
  return awake;
}

async function person() {
  const seed = new SecretBytes(random(32));
  const nick = random(8);
  return JoinKeys.make(concat(hmacSha256(mac, signature.publicKey(seed.bytes), nick), nick), seed, setup);
}

async function timed(job) {
  const start = performance.now();
  const result = await job();
  return { result, ms: performance.now() - start };
}

function medians(times) {
  const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
  return Object.fromEntries(Object.keys(times[0]).map((name) => [name, middle(times.map((one) => one[name]))]));
}
