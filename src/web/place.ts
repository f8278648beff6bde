import type { Link } from '../crypto/link.js';
import type { Entrance } from './entrance.js';

/** Where this page stands, and so where its link is: behind its own address, or in the hand of whoever opened it from a file. */
export interface Place {
  /** What may be entered. Read anew at each use: a member takes its secret over and overwrites it in the end. */
  entrance(): Entrance;
  /** The address to which what stands behind a # belongs; absent where only a whole link leads anywhere. */
  readonly origin: string | undefined;
  /** A link that was pasted, to `origin` where there is one. */
  open(link: Link): void;
  /** The key goes away. */
  forget(): void;
}
