import type { MemberId } from '../../protocol/ids.js';
import type { ViewMember } from '../../client/view.js';

/** As many as the style sheet has. */
const HUES = 8;

/**
 * The colour of each member, while it is here: its key's, not its nick's, so that who takes another's nick does not get its colour. Where
 * that one is taken, the next free one; when none is free, colours repeat.
 */
export class Hues {
  readonly #hues = new Map<MemberId, number>();

  of({ id, fingerprint }: ViewMember): number {
    const known = this.#hues.get(id);
    if (known !== undefined) return known;
    const hue = this.#free(Number.parseInt(fingerprint.slice(0, 2), 16) % HUES);
    this.#hues.set(id, hue);
    return hue;
  }

  /** Who is here now: the colours of the others are free again. */
  keep(members: readonly ViewMember[]): void {
    const here = new Set(members.map(({ id }) => id));
    for (const id of this.#hues.keys()) if (!here.has(id)) this.#hues.delete(id);
  }

  #free(wanted: number): number {
    const taken = new Set(this.#hues.values());
    for (let step = 0; step < HUES; step++) if (!taken.has((wanted + step) % HUES)) return (wanted + step) % HUES;
    return wanted;
  }
}
