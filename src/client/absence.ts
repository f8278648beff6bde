/** To be out of the group for less, at one's place, is to miss nothing: what was said to it comes after the return. */
const ABSENT_MS = 1_000;

/** How long we were out of the room, and whether something that was said meanwhile is lost to us. */
export class Absence {
  /** How long those who moved before us wait for us with what they say. Milliseconds. */
  readonly #gatherMs: number;
  #since: number | undefined;
  #why: 'break' | 'anew' | 'moved' = 'break';

  constructor(gatherMs: number) {
    this.#gatherMs = gatherMs;
  }

  begin(now: number): void {
    this.#since ??= now;
  }

  /** At a fresh place: what was said meanwhile is not for it, however short it was. */
  anew(now: number): void {
    this.begin(now);
    if (this.#why === 'break') this.#why = 'anew';
  }

  /** All go to another room: nobody says anything there until the others have come. */
  moved(now: number): void {
    this.begin(now);
    this.#why = 'moved';
  }

  /** We have moved, and have not come in yet. */
  get moving(): boolean {
    return this.#why === 'moved';
  }

  /** All that was missed has come. */
  made(): void {
    this.#since = undefined;
  }

  /** We are in. Milliseconds of which nothing can be read; `undefined`: nothing is lost. */
  end(now: number): number | undefined {
    const ms = now - (this.#since ?? now);
    const least = { break: ABSENT_MS, anew: 0, moved: this.#gatherMs }[this.#why];
    this.#since = undefined;
    this.#why = 'break';
    return ms >= least ? ms : undefined;
  }
}
