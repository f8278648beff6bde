/** So near to the end counts as there. */
const NEAR_PX = 48;

/** Keeps a scrolling element at its end while the reader is there, and leaves it alone while the reader is further up. */
export class ScrollFollower {
  readonly #node: HTMLElement;
  readonly #changed: (following: boolean) => void;
  readonly #resized = new ResizeObserver(() => this.grown());
  #following = true;
  #lastTop = 0;
  #frame = 0;

  constructor(node: HTMLElement, changed: (following: boolean) => void) {
    this.#node = node;
    this.#changed = changed;
    node.classList.add('following');
    node.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#resized.observe(node);
  }

  get following(): boolean {
    return this.#following;
  }

  /** The content has grown, or the place for it has shrunk. */
  grown(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#settle());
  }

  toEnd(): void {
    this.#set(true);
    this.grown();
  }

  dispose(): void {
    this.#resized.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  #settle(): void {
    this.#frame = 0;
    if (this.#following) this.#node.scrollTop = this.#node.scrollHeight;
    this.#lastTop = this.#node.scrollTop;
  }

  /** Content that grows after a scroll makes the end look far away; only a move upwards is the reader's. */
  #scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#node;
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) this.#set(true);
    else if (scrollTop < this.#lastTop - 1) this.#set(false);
    this.#lastTop = scrollTop;
  }

  #set(following: boolean): void {
    if (following === this.#following) return;
    this.#following = following;
    this.#node.classList.toggle('following', following);
    this.#changed(following);
  }
}
