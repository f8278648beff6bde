import type { Clock } from '../../core/ports/clock.js';
import type { Cast, Role } from './cast.js';
import { isFrom, type Beat } from './script.js';

export interface Playing {
  readonly cast: Cast;
  readonly clock: Clock;
  /** Before each beat. */
  readonly paceMs: number;
  readonly ending: AbortSignal;
  /** For who looks on. */
  readonly note: (text: string) => void;
  /** What Ana types. */
  readonly typed: (line: string) => void;
}

/** Plays it beat by beat: each waits for what the one before it has come to. Ends early when the program does. */
export async function play(beats: readonly Beat[], playing: Playing): Promise<void> {
  const { clock, paceMs, ending, note } = playing;
  for (const beat of beats) {
    if (paceMs > 0) await next(ending, (resolve) => clock.after(paceMs, resolve));
    if (ending.aborted) return;
    if (beat.type === 'note') note(beat.text);
    else await perform(beat, playing);
  }
}

async function perform(beat: Exclude<Beat, { type: 'note' }>, playing: Playing): Promise<void> {
  const { cast, ending } = playing;
  const heard = new Set<Role>();
  const offs = rolesOf(cast).map((role) =>
    cast[role].member.on((event) => {
      if (beat.type === 'line' && isFrom(event, cast[beat.who])) heard.add(role);
    }),
  );
  const done = (): boolean =>
    beat.until?.(cast) ?? (beat.type === 'line' ? hearersOf(beat.line, beat.who, cast).every((role) => heard.has(role)) : true);
  if (beat.type === 'act') beat.act(cast);
  else type(beat.who, beat.line, playing);
  while (!ending.aborted && !done()) await next(ending, (resolve) => watch(cast, resolve));
  for (const off of offs) off();
}

const rolesOf = (cast: Cast): readonly Role[] => Object.keys(cast) as Role[];

/** What is for one alone, nobody else hears. */
const hearersOf = (line: string, who: Role, cast: Cast): readonly Role[] => {
  const to = /^\/msg (\S+)/u.exec(line)?.[1];
  return rolesOf(cast).filter((role) => to === undefined || role === who || cast[role].member.view.self.nick === to);
};

function type(who: Role, line: string, { cast, typed }: Playing): void {
  if (who === 'ana') typed(line);
  cast[who].conversation.act({ type: 'line', text: line });
}

/** Hears of all that happens to anybody here. */
function watch(cast: Cast, heard: () => void): () => void {
  const offs = Object.values(cast).map(({ member }) => member.on(heard));
  return () => offs.forEach((off) => off());
}

/** Resolves when `begin` has called back, or at the end. */
async function next(ending: AbortSignal, begin: (resolve: () => void) => () => void): Promise<void> {
  if (ending.aborted) return;
  const happened = new AbortController();
  await new Promise<void>((resolve) => {
    const stop = begin(resolve);
    happened.signal.addEventListener('abort', stop);
    ending.addEventListener('abort', () => resolve(), { signal: happened.signal });
  });
  happened.abort();
}
