/** So near to the end counts as there. */
const NEAR_PX = 48;

/** Keeps a scrolling element at its end while the reader is there, and leaves it alone while the reader is further up. */
export class ScrollFollower {
  readonly #node: HTMLElement;
  readonly #changed: (following: boolean) => void;
  readonly #resized = new ResizeObserver(() => this.#settle());
  #following = true;
  #lastTop = 0;
  #lastSize = '';
  #frame = 0;

  /** `content`: all that is in `node`. A page of it that comes near gets its true height only then. */
  constructor(node: HTMLElement, content: HTMLElement, changed: (following: boolean) => void) {
    this.#node = node;
    this.#changed = changed;
    node.classList.add('following');
    node.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    // From what leads the reader somewhere, and may change the size of the place as well.
    node.addEventListener('stay', () => this.stay());
    this.#resized.observe(node);
    this.#resized.observe(content);
  }

  get following(): boolean {
    return this.#following;
  }

  /** The content has grown. */
  grown(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#settle());
  }

  toEnd(): void {
    this.#set(true);
    this.grown();
  }

  /** The reader is further up, if there is an up. */
  stay(): void {
    this.#set(this.#fits());
  }

  dispose(): void {
    this.#resized.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  #settle(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.#fits()) this.#set(true);
    if (this.#following) this.#node.scrollTop = this.#node.scrollHeight;
    this.#lastTop = this.#node.scrollTop;
    this.#lastSize = this.#size();
  }

  /**
   * Content that grows after a scroll makes the end look far away; only a move upwards is the reader's. One in a place of another size is
   * not: a turned phone, or its keyboard, makes the browser itself scroll to where the new end was.
   */
  #scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#node;
    if (this.#lastSize !== this.#size()) return this.grown();
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) this.#set(true);
    else if (scrollTop < this.#lastTop - 1) this.#set(false);
    this.#lastTop = scrollTop;
  }

  /** Nothing is out of sight. What is not drawn has no height. */
  #fits(): boolean {
    const { scrollHeight, clientHeight } = this.#node;
    return clientHeight > 0 && scrollHeight <= clientHeight;
  }

  #size(): string {
    return `${this.#node.clientWidth} ${this.#node.clientHeight}`;
  }

  #set(following: boolean): void {
    if (following === this.#following) return;
    this.#following = following;
    this.#node.classList.toggle('following', following);
    this.#changed(following);
  }
}
