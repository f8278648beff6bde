import type { MemberId } from '../../protocol/ids.js';
import type { Reaction, ViewMember } from '../view.js';

/** Who can have put an emoji below one message: whoever comes again with another key is somebody else. */
const REACTIONS_MOST = 500;

/**
 * What members have done to one message. Whatever order it is heard in, and how often, the same comes of it: of each member's emoji and of
 * the writer's edits the one with the highest number counts, and what was taken back stays so.
 */
export class MessageRecord {
  readonly #reactions = new Map<MemberId, { readonly n: number; readonly by: ViewMember; readonly emoji: string | undefined }>();
  #edit: { readonly n: number; readonly text: string } | undefined;
  #deleted = false;
  #burned = false;

  get edited(): string | undefined {
    return this.#edit?.text;
  }

  /** What its writer takes back is that for everybody, whether its time was over here or not. */
  get gone(): 'deleted' | 'burned' | undefined {
    return this.#deleted ? 'deleted' : this.#burned ? 'burned' : undefined;
  }

  /** False: nothing changes by it. */
  react(by: ViewMember, n: number, emoji: string | undefined): boolean {
    const known = this.#reactions.get(by.id);
    if (known === undefined && this.#reactions.size >= REACTIONS_MOST) return false;
    if (known !== undefined && known.n >= n) return false;
    // Whoever chooses another stands behind those who had chosen that before.
    if (known?.emoji !== emoji) this.#reactions.delete(by.id);
    this.#reactions.set(by.id, { n, by, emoji });
    return known?.emoji !== emoji;
  }

  /** False: nothing changes by it. */
  edit(n: number, text: string): boolean {
    if (this.#edit !== undefined && this.#edit.n >= n) return false;
    this.#edit = { n, text };
    return true;
  }

  /** False: it was gone. */
  remove(): boolean {
    const before = this.#deleted;
    this.#deleted = true;
    this.#forget();
    return !before;
  }

  /** Its time is over. */
  burn(): void {
    this.#burned = true;
    this.#forget();
  }

  get reactions(): readonly Reaction[] {
    const byEmoji = new Map<string, ViewMember[]>();
    for (const { emoji, by } of this.#reactions.values()) {
      if (emoji === undefined) continue;
      const others = byEmoji.get(emoji);
      if (others === undefined) byEmoji.set(emoji, [by]);
      else others.push(by);
    }
    return [...byEmoji].map(([emoji, by]) => ({ emoji, by }));
  }

  #forget(): void {
    this.#edit = undefined;
    this.#reactions.clear();
  }
}
