// Load for a room: members that send in turn at a fixed rate and count what arrives. A program of its own, so that it has its own core.
//   node bench/lib/fan-out-load.js '{"port":…,"members":…,"rate":…,"seconds":…,"message":"<base64>", …}'
// Prints one line of JSON.
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { processSeconds } from './process-time.js';
import { Latencies, Receiver, STAMP_BYTES } from './receiver.js';
import { SocketClient } from './socket-client.js';

/**
 * @typedef {object} Load
 * @property {number} port
 * @property {number} members
 * @property {number} rate messages a second, of all members together
 * @property {number} seconds
 * @property {string} message base64; its last 32 bytes are written over
 * @property {string} [hello] base64; sent first, and answered: the subject is this program's relay
 * @property {number} [guests] so many more come and go meanwhile, each staying a moment
 * @property {number} [warmSeconds] sent before anything is measured
 * @property {number} [server] process whose processor time is measured
 */

const NS = 1_000_000_000;
const now = () => Number(process.hrtime.bigint());
/** A guest stays so long, and is away as long, in milliseconds. */
const VISIT_MS = 150;
/** Nothing arrived for so long: nothing more will. */
const STILL_MS = 10_000;

/** @param {Load} load */
async function run(load) {
  const message = Buffer.from(load.message, 'base64');
  const latencies = new Latencies();
  const join = () => enter(load, { senders: load.members, size: message.length, relay: load.hello !== undefined, latencies });
  const members = [];
  for (let i = 0; i < load.members; i++) members.push(await join());
  const state = { over: false };
  const guests = Array.from({ length: load.guests ?? 0 }, () => visits(join, state));
  const warm = await send(members, message, { rate: load.rate, seconds: load.warmSeconds ?? 0, first: 0 });
  latencies.clear();
  const before = reading(load, members);
  const sent = await send(members, message, { rate: load.rate, seconds: load.seconds, first: warm });
  const after = reading(load, members);
  state.over = true;
  const seen = (await Promise.all(guests)).flat();
  await settled(members, warm + sent);
  for (const { client } of members) client.destroy();
  const quantiles = { p50us: latencies.quantile(0.5), p99us: latencies.quantile(0.99) };
  return { sent: warm + sent, ...difference(before, after), ...quantiles, ...outcome(members, seen) };
}

/**
 * @param {Load} load
 * @param {ConstructorParameters<typeof Receiver>[0]} common
 */
async function enter(load, common) {
  const receiver = new Receiver(common);
  const client = new SocketClient(load.port, (payload) => receiver.take(payload));
  await client.open();
  if (load.hello === undefined) return { client, receiver };
  const hello = Buffer.from(load.hello, 'base64');
  receiver.tryAgain = (ms) => void wait(ms).then(() => client.send(hello));
  client.send(hello);
  await Promise.race([receiver.joined, client.closed]);
  return { client, receiver };
}

/**
 * @param {Load} load
 * @param {readonly Member[]} members
 */
function reading(load, members) {
  const { user, system } = process.cpuUsage();
  return { at: now(), server: processSeconds(load.server ?? 0), own: (user + system) / 1e6, received: total(members) };
}

/**
 * @param {ReturnType<typeof reading>} before
 * @param {ReturnType<typeof reading>} after
 */
function difference(before, after) {
  const seconds = (after.at - before.at) / NS;
  return {
    seconds,
    deliveries: after.received - before.received,
    serverSeconds: after.server - before.server,
    ownShare: (after.own - before.own) / seconds,
  };
}

/**
 * @param {readonly Member[]} members
 * @param {readonly Member[]} guests
 */
function outcome(members, guests) {
  const everyone = [...members, ...guests];
  return {
    received: members.map(({ receiver }) => receiver.received),
    visits: guests.length,
    heardByGuests: total(guests),
    disorder: everyone.reduce((sum, { receiver }) => sum + receiver.disorder, 0),
    refused: everyone.reduce((sum, { receiver }) => sum + receiver.refused, 0),
    closed: members.map(({ client }) => client.closedWith).filter((code) => code !== 0),
  };
}

/** @typedef {{ client: SocketClient, receiver: Receiver }} Member */

/**
 * @param {number} value
 * @param {number} digits
 */
const hex = (value, digits) => Math.floor(value).toString(16).padStart(digits, '0');

/** @param {readonly Member[]} members */
const total = (members) => members.reduce((sum, { receiver }) => sum + receiver.received, 0);

/**
 * Sends in turn; answers how many. Each carries the time at which it should have left.
 * @param {readonly Member[]} members
 * @param {Buffer} message
 * @param {{ rate: number, seconds: number, first: number }} plan
 */
async function send(members, message, { rate, seconds, first }) {
  const count = Math.round(rate * seconds);
  const start = now();
  for (let i = 0; i < count;) {
    const due = Math.min(count, Math.ceil(((now() - start) / NS) * rate));
    for (; i < due; i++) {
      const n = first + i;
      const stamped = Buffer.from(message);
      const stamp = hex(start + (i / rate) * NS, 16) + hex(n / members.length, 8) + hex(n % members.length, 8);
      stamped.latin1Write(stamp, stamped.length - STAMP_BYTES);
      members[n % members.length]?.client.send(stamped);
    }
    // A timer waits a millisecond at least, which is too long when the next message is due before that.
    await (rate > 800 ? turn() : wait(1));
  }
  return count;
}

/**
 * Comes, listens for a moment, says goodbye, and comes again.
 * @param {() => Promise<Member>} join
 * @param {{ over: boolean }} state
 */
async function visits(join, state) {
  /** @type {Member[]} */
  const all = [];
  while (!state.over) {
    const guest = await join();
    all.push(guest);
    await wait(VISIT_MS);
    guest.client.close(1000);
    await wait(VISIT_MS);
  }
  return all;
}

/**
 * Waits until everybody has everything, or nothing moves any more.
 * @param {readonly Member[]} members
 * @param {number} sent
 */
async function settled(members, sent) {
  let [last, at] = [-1, now()];
  while (total(members) < sent * members.length && now() - at < STILL_MS * 1e6) {
    await wait(5);
    const got = total(members);
    if (got !== last) [last, at] = [got, now()];
  }
}

process.stdout.write(`${JSON.stringify(await run(JSON.parse(process.argv[2] ?? '')))}\n`);
