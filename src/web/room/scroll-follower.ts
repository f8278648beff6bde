/** Keeps a scrolling element at its end while the reader is there, and leaves it alone while the reader is further up. */
export interface ScrollFollower {
  readonly following: boolean;
  /** The content has grown. */
  grown(): void;
  toEnd(): void;
  dispose(): void;
}

/** So near to the end counts as there. */
const NEAR_PX = 48;

export function createScrollFollower(node: HTMLElement, changed: (following: boolean) => void): ScrollFollower {
  let following = true;
  let lastTop = 0;
  let frame = 0;
  const set = (value: boolean): void => {
    if (value !== following) changed((following = value));
  };
  const settle = (): void => {
    frame = 0;
    if (following) node.scrollTop = node.scrollHeight;
    lastTop = node.scrollTop;
  };
  const grown = (): void => {
    if (frame === 0) frame = requestAnimationFrame(settle);
  };
  // Content that grows after a scroll makes the end look far away; only a move upwards is the reader's.
  const scrolled = (): void => {
    if (node.scrollHeight - node.scrollTop - node.clientHeight < NEAR_PX) set(true);
    else if (node.scrollTop < lastTop - 1) set(false);
    lastTop = node.scrollTop;
  };
  node.addEventListener('scroll', scrolled, { passive: true });
  const resized = new ResizeObserver(grown);
  resized.observe(node);
  return {
    get following() {
      return following;
    },
    grown,
    toEnd() {
      set(true);
      grown();
    },
    dispose() {
      resized.disconnect();
      cancelAnimationFrame(frame);
    },
  };
}
