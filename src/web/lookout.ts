import { peek, type Glimpse } from '../client/peek.js';
import type { Cancel } from '../core/ports/clock.js';
import { browserClock } from './browser-clock.js';
import { connectBrowserSocket } from './browser-socket.js';
import type { Place } from './place.js';

/** Who comes back to the page sooner is not worth a connection. */
const AGAIN_MS = 15_000;

/**
 * Who is inside, for one card, however often it is drawn anew. The relay is asked only while somebody looks: a page that is loaded ahead, or
 * stands in the background, asks nothing.
 */
export class Lookout {
  readonly #place: Place;
  #last: Glimpse | undefined;
  #askedAt: number | undefined;
  /** The question that is not answered yet. */
  #asking: Cancel | undefined;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Shows what is known now, and what comes, until that is ended. */
  follow(show: (glimpse: Glimpse) => void): Cancel {
    const listening = new AbortController();
    const look = (): void => (isUnseen() ? this.#pause() : this.#look(show));
    for (const type of ['visibilitychange', 'prerenderingchange']) document.addEventListener(type, look, { signal: listening.signal });
    if (this.#last !== undefined) show(this.#last);
    // Not at once: a card that is drawn while the page goes away asks nothing, unless it comes back.
    const later = browserClock.after(0, look);
    return () => {
      later();
      listening.abort();
      this.#pause();
    };
  }

  #look(show: (glimpse: Glimpse) => void): void {
    const now = browserClock.now();
    if (this.#askedAt !== undefined && now - this.#askedAt <= AGAIN_MS) return;
    const entrance = this.#place.entrance();
    if (entrance.state !== 'ready') return;
    this.#askedAt = now;
    const { room, socket } = entrance;
    const connect = connectBrowserSocket(socket);
    this.#asking = peek({ ...room, connect, clock: browserClock }, (glimpse) => {
      this.#asking = undefined;
      this.#last = glimpse;
      show(glimpse);
    });
  }

  /** Whoever looks next asks at once, if this was not answered. */
  #pause(): void {
    if (this.#asking === undefined) return;
    this.#asking();
    this.#asking = undefined;
    this.#askedAt = undefined;
  }
}

/** The DOM's types do not know a page that is drawn before anybody goes there. */
const isUnseen = (): boolean => document.hidden || ('prerendering' in document && document.prerendering === true);
