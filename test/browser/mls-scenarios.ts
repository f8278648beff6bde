// What a hostile relay or guest tries on real members, as a program of a page: each scenario answers what came of it.
import { sha256 } from '../../src/crypto/hash.js';
import { readMessage } from '../../src/crypto/group-mls.js';
import { concat } from '../../src/protocol/bytes.js';
import { encodeFrame, parseFrame, type Frame } from '../../src/protocol/frame.js';
import { encodeUtf8 } from '../../src/protocol/utf8.js';
import { HostileLeaf } from '../helpers/hostile-leaf.js';
import { createRoomWorld, type Guest, type RoomWorld } from '../helpers/room-world.js';

const frameOf = (bytes: Uint8Array): Frame => {
  const frame = parseFrame(bytes);
  if (!frame.ok) throw new Error(frame.reason);
  return frame.value;
};

const view = ({ member }: Guest) => ({
  phase: member.view.phase,
  confirmed: member.view.confirmed,
  mode: member.view.mode,
  members: member.view.members.map(({ nick }) => nick),
});

/** What a person is told beside messages. */
const told = ({ member }: Guest): readonly string[] =>
  member.view.items.flatMap((item) =>
    item.type === 'missing' ? [`missing ${item.count} of ${item.member.nick}`] : item.type === 'warning' ? [`warning ${item.code}`] : [],
  );

const inject = (to: Guest, frame: Frame): void => to.wire().inject('member', encodeFrame({ ...frame, seq: frame.seq + 1_000 }));

/** The host and ana, who have met. */
async function room(): Promise<{ readonly world: RoomWorld; readonly host: Guest; readonly ana: Guest }> {
  const world = await createRoomWorld({ mode: 'mls' });
  const ana = world.guest('ana');
  await world.run(1_000);
  return { world, host: world.host, ana };
}

async function say(world: RoomWorld, who: Guest, text: string): Promise<void> {
  who.member.say({ text });
  await world.run(200);
}

async function joinAndTalk() {
  const { world, host, ana } = await room();
  await say(world, host, 'welcome');
  await say(world, ana, 'hello');
  return { ana: view(ana), host: view(host), heard: [ana.texts(), host.texts()], told: [...told(ana), ...told(host)] };
}

async function replay() {
  const { world, host, ana } = await room();
  const frames: Frame[] = [];
  world.relay.hooks.toMember = (bytes, wire) => {
    if (wire === ana.wire()) frames.push(frameOf(bytes));
    return [bytes];
  };
  await say(world, host, 'once');
  for (const frame of frames.filter(({ type }) => type === 'APP')) inject(ana, frame);
  await world.run(200);
  return { heard: ana.texts('host'), told: told(ana) };
}

async function withhold() {
  const { world, host, ana } = await room();
  world.relay.hooks.toMember = (bytes, wire) => (wire === ana.wire() && frameOf(bytes).type === 'APP' ? [] : [bytes]);
  await say(world, host, 'lost');
  delete world.relay.hooks.toMember;
  const before = told(ana);
  await say(world, host, 'the next one');
  return { before, heard: ana.texts('host'), told: told(ana) };
}

/** A guest that is in the group lets a newcomer into a copy of it, where the host’s leaf stands too, and nobody is. */
async function forgedWelcome() {
  const { world } = await room();
  const mallory = await HostileLeaf.in(world);
  const packages: Frame[] = [];
  let through = false;
  world.relay.hooks.toRelay = (bytes, wire) => {
    const { type } = frameOf(bytes);
    if (through || wire !== newcomer.wire() || type !== 'KEYPKG') return [bytes];
    packages.push(frameOf(bytes));
    return [];
  };
  const wires = world.relay.wires.length;
  const newcomer = world.guest('ben');
  await world.run(500);
  const [asked] = packages;
  const inner = asked === undefined ? undefined : mallory.inner(asked);
  const keyPackage = inner === undefined ? undefined : readMessage(inner, 'mls_key_package')?.keyPackage;
  if (keyPackage === undefined) throw new Error('no package');
  const { commit, welcome } = await mallory.insider.commit([{ proposalType: 'add', add: { keyPackage } }, mallory.insider.psk()]);
  const { epoch } = mallory;
  const sealed = (type: 'COMMIT' | 'WELCOME', bytes: Uint8Array): Uint8Array => mallory.scope.sealed(type, epoch, bytes);
  const common = { gen: 0, epoch, seq: 0, to: [] };
  inject(newcomer, { ...common, type: 'COMMIT', body: concat(new Uint8Array(16), sealed('COMMIT', commit)) });
  inject(newcomer, { ...common, type: 'WELCOME', body: sealed('WELCOME', concat(sha256(commit), welcome as Uint8Array)) });
  await world.run(9_000);
  const inTheCopy = view(newcomer);
  const texts = newcomer.texts();
  through = true;
  await world.run(30_000, 500);
  return { inTheCopy, texts, after: view(newcomer), told: told(newcomer), connections: world.relay.wires.length - wires };
}

/** Who was removed has every frame that follows, and every key that it ever had. */
async function removedReads() {
  const { world, host, ana } = await room();
  const mallory = await HostileLeaf.in(world);
  await say(world, host, 'before');
  await mallory.follow();
  const frames: Uint8Array[] = [];
  world.relay.hooks.toMember = (bytes, wire) => {
    if (wire === ana.wire()) frames.push(bytes);
    return [bytes];
  };
  mallory.raw.say('LEFT', {});
  await world.run(5_000);
  const members = view(host).members;
  await say(world, host, 'after');
  mallory.raw.received.push(...frames.map(frameOf));
  await mallory.follow();
  return { members, anaHeard: ana.texts('host'), opened: mallory.heard.map(({ text }) => text).filter((text) => text !== '') };
}

/** The same secret said to be another mode’s; words that nobody sealed. */
async function downgrade() {
  const { world, host, ana } = await room();
  const weak = (['none', 'shared-key'] as const).map((mode) =>
    world.guest(`weak ${mode}`, { secret: { ...world.secret, s: world.secret.s.slice(), mode } }),
  );
  await world.run(1_000);
  const plain = [encodeUtf8('{"text":"plain"}'), concat(new Uint8Array([0, 0]), encodeUtf8('plain')), new Uint8Array(300)];
  for (const body of plain) inject(ana, { type: 'APP', gen: 0, epoch: 1, seq: 0, to: [], body });
  await world.run(200);
  return {
    weak: weak.map(({ member }) => [member.view.phase, member.view.ended?.code]),
    members: view(host).members,
    heard: ana.texts(),
    told: told(ana),
    mode: ana.member.view.mode,
  };
}

const scenarios = { joinAndTalk, replay, withhold, forgedWelcome, removedReads, downgrade };
export type Scenarios = typeof scenarios;
Object.assign(globalThis, { scenarios });
