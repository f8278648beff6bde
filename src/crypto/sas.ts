import { concat, equal, toHex } from '../protocol/bytes.js';
import { encodeUtf8 } from '../protocol/utf8.js';
import { hkdfSha256, sha256 } from './hash.js';
import { labels } from './labels.js';
import { sasEmoji, type SasEmoji } from './sas-emoji.js';
import type { SasMessage } from './sas-message.js';

/**
 * Emoji that two members compare, by commit-then-reveal. The lower signature key commits to its random number before it has seen the
 * other's, and shows it after: neither can choose the emoji, so 42 bits are enough, for each try is seen by people.
 *
 *   lower: commit = SHA-256("ctp1 sas commit" ‖ low key ‖ high key ‖ binding ‖ its number)
 *   higher: nonce = its number
 *   lower: reveal = its number; both show HKDF-SHA256(low number ‖ high number, salt "chattrace/ctp1",
 *     info "ctp1 sas" ‖ low key ‖ high key ‖ binding, 6 bytes): the first 42 bits, 6 for each of 7 emoji
 *
 * `ask` is how the higher key begins, so that the other side's person can be asked; `stop` ends both sides. Two who begin at once agree.
 * Whatever is not the next message ends the comparison, and a new one needs new numbers.
 */
export interface SasParty {
  /** Signature keys, 32 bytes each. */
  readonly own: Uint8Array;
  readonly peer: Uint8Array;
  /** 32 bytes of the exporter of the group, of one epoch: that in which `commit` was sent, or it is refused as another's. */
  readonly binding: Uint8Array;
}

interface SasRun extends SasParty {
  /** 32 random bytes, never used before. */
  readonly number: Uint8Array;
  /** When this side last sent something, in milliseconds. */
  readonly since: number;
  readonly heard: readonly SasMessage['type'][];
}

/** `late`: nothing came for two minutes. `commitment`: the number shown is not the one committed to, or for other keys or another epoch. */
export type SasAbort = 'order' | 'repeated' | 'late' | 'commitment' | 'peer' | 'self';

export type SasState =
  /** Lower key: waits for `nonce`. */
  | { readonly state: 'committed'; readonly run: SasRun }
  /** Higher key: waits for `commit`. */
  | { readonly state: 'asked'; readonly run: SasRun }
  /** Higher key: waits for `reveal`. */
  | { readonly state: 'answered'; readonly run: SasRun; readonly commitment: Uint8Array }
  /** People compare now; a further message still spoils it. */
  | { readonly state: 'shown'; readonly run: SasRun; readonly emoji: readonly SasEmoji[] }
  | { readonly state: 'aborted'; readonly reason: SasAbort };

export interface SasStep {
  readonly state: SasState;
  readonly send: SasMessage | undefined;
}

export const SAS_LATE_MS = 120_000;

/** Begins, or says yes to the other side's first message, `heard`. `number`: 32 random bytes. */
export function beginSas(party: SasParty, number: Uint8Array, now: number, heard?: SasMessage): SasStep {
  for (const part of [party.own, party.peer, party.binding, number])
    if (part.length !== 32) throw new Error('a part of a SAS is not 32 bytes');
  if (equal(party.own, party.peer)) throw new Error('a SAS with oneself');
  const run: SasRun = { ...party, number, since: now, heard: [] };
  const first: SasStep = isLower(party)
    ? { state: { state: 'committed', run }, send: { type: 'commit', value: commitmentOf(run, number) } }
    : { state: { state: 'asked', run }, send: { type: 'ask' } };
  if (heard === undefined) return first;
  const next = stepSas(first.state, heard, now);
  // The answer to an ask is the commitment; to a commitment, the number, with nothing left to ask for.
  if (next.state.state === 'committed') return { state: next.state, send: first.send };
  return next.state.state === 'shown' ? abort('order') : next;
}

export function stepSas(state: SasState, message: SasMessage, now: number): SasStep {
  if (state.state === 'aborted') return { state, send: undefined };
  if (message.type === 'stop') return { state: { state: 'aborted', reason: 'peer' }, send: undefined };
  const overdue = lateSas(state, now);
  if (overdue !== undefined) return overdue;
  const { run } = state;
  if (run.heard.includes(message.type)) return abort('repeated');
  const heard: SasRun = { ...run, heard: [...run.heard, message.type] };
  if (state.state === 'committed' && message.type === 'ask') return { state: { state: 'committed', run: heard }, send: undefined };
  if (state.state === 'committed' && message.type === 'nonce') {
    return { state: shown(heard, run.number, message.value), send: { type: 'reveal', value: run.number } };
  }
  if (state.state === 'asked' && message.type === 'commit') {
    const answered: SasState = { state: 'answered', run: { ...heard, since: now }, commitment: message.value };
    return { state: answered, send: { type: 'nonce', value: run.number } };
  }
  if (state.state !== 'answered' || message.type !== 'reveal') return abort('order');
  if (!equal(commitmentOf(run, message.value), state.commitment)) return abort('commitment');
  return { state: shown(heard, message.value, run.number), send: undefined };
}

/** For a timer, and before each message: the end of a comparison that waits too long; `undefined` while it does not. */
export function lateSas(state: SasState, now: number): SasStep | undefined {
  if (state.state === 'aborted' || state.state === 'shown') return undefined;
  return now - state.run.since > SAS_LATE_MS ? abort('late') : undefined;
}

/** This side's person has left it, or has seen other emoji than the other's. */
export const stopSas = (state: SasState): SasStep => (state.state === 'aborted' ? { state, send: undefined } : abort('self'));

const abort = (reason: SasAbort): SasStep => ({ state: { state: 'aborted', reason }, send: { type: 'stop' } });

const isLower = (party: SasParty): boolean => toHex(party.own) < toHex(party.peer);

const context = (party: SasParty): Uint8Array =>
  isLower(party) ? concat(party.own, party.peer, party.binding) : concat(party.peer, party.own, party.binding);

const commitmentOf = (party: SasParty, number: Uint8Array): Uint8Array => sha256(encodeUtf8(labels.sasCommit), context(party), number);

function shown(run: SasRun, low: Uint8Array, high: Uint8Array): SasState {
  const info = concat(encodeUtf8(labels.sas), context(run));
  const bytes = hkdfSha256(concat(low, high), encodeUtf8(labels.salt), info, 6);
  const bits = BigInt(`0x${toHex(bytes)}`) >> 6n;
  const picture = (place: number): SasEmoji => sasEmoji[Number((bits >> BigInt(6 * (6 - place))) & 63n)] as SasEmoji;
  return { state: 'shown', run, emoji: [0, 1, 2, 3, 4, 5, 6].map(picture) };
}
