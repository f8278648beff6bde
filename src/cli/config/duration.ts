import { malformed, parsed, type Parsed } from '../../protocol/parsed.js';

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Timers of Node hold 31 bits of milliseconds; a room that outlives this has no need of an end. */
const LONGEST_MS = 20 * UNITS.d;

/** Milliseconds; `undefined` for "none". Units fall, each stands once, and a number never stands alone. */
export function parseDuration(text: string): Parsed<number | undefined> {
  if (text === 'none') return parsed(undefined);
  const match = /^(?=\d)(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/u.exec(text);
  if (match === null) return malformed('not a time');
  const [d, h, m, s] = match.slice(1).map((digits) => Number(digits ?? 0)) as [number, number, number, number];
  const ms = d * UNITS.d + h * UNITS.h + m * UNITS.m + s * UNITS.s;
  return ms >= UNITS.s && ms <= LONGEST_MS ? parsed(ms) : malformed('not a time');
}

/** For people: "41 s", "12 min", "1 h 5 min", "2 days 3 h". */
export function durationWords(ms: number): string {
  const seconds = Math.floor(ms / UNITS.s);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = `${Math.floor(hours / 24)} ${hours < 48 ? 'day' : 'days'}`;
  return hours % 24 === 0 ? days : `${days} ${hours % 24} h`;
}

/** For people, of a time to come: seconds count up to an hour, and begun ones are whole: "1 min 30 s". */
export function timeLeft(ms: number): string {
  const seconds = Math.ceil(ms / UNITS.s);
  if (seconds < 60 || seconds >= 3_600 || seconds % 60 === 0) return durationWords(seconds * UNITS.s);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** For a countdown: "0:07", "12:41", "1:02:09". Rounds up, so that it says 0:00 only at the end. */
export function countdown(ms: number): string {
  const left = Math.max(0, Math.ceil(ms / UNITS.s));
  const seconds = String(left % 60).padStart(2, '0');
  const minutes = Math.floor(left / 60) % 60;
  const hours = Math.floor(left / 3600);
  return hours === 0 ? `${minutes}:${seconds}` : `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`;
}
