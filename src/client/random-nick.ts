import type { Random } from '../core/ports/random.js';

const FIRST = [
  'amber',
  'brave',
  'calm',
  'clever',
  'cosy',
  'dusty',
  'eager',
  'fair',
  'gentle',
  'golden',
  'happy',
  'hazel',
  'ivory',
  'jolly',
  'kind',
  'lucky',
] as const;
const MORE_FIRST = [
  'mellow',
  'misty',
  'noble',
  'olive',
  'plain',
  'proud',
  'quick',
  'quiet',
  'rapid',
  'rosy',
  'silver',
  'sunny',
  'swift',
  'tidy',
  'warm',
  'witty',
] as const;
const SECOND = [
  'badger',
  'beaver',
  'bison',
  'crane',
  'dolphin',
  'falcon',
  'ferret',
  'finch',
  'fox',
  'gecko',
  'heron',
  'ibis',
  'jackal',
  'koala',
  'lark',
  'lemur',
] as const;
const MORE_SECOND = [
  'lynx',
  'magpie',
  'marten',
  'mole',
  'newt',
  'otter',
  'owl',
  'panda',
  'puffin',
  'raven',
  'robin',
  'seal',
  'stork',
  'swan',
  'tapir',
  'wren',
] as const;

/** A ready nick of two words: 1,024 of them, without any relation to the person or the machine. */
export function randomNick(random: Random): string {
  const [a = 0, b = 0] = random(2);
  const first = [...FIRST, ...MORE_FIRST];
  const second = [...SECOND, ...MORE_SECOND];
  return `${first[a % first.length]}-${second[b % second.length]}`;
}
