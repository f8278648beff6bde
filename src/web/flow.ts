import type { Member, MemberEvent } from '../client/member-api.js';
import { randomNick } from '../client/random-nick.js';
import { formatLink, type Link } from '../crypto/link.js';
import { limits } from '../protocol/limits.js';
import { assertNever } from '../protocol/parsed.js';
import type { Part } from '../protocol/part.js';
import { codeOrigin } from './authentic.js';
import { browserClock } from './browser-clock.js';
import { browserRandom } from './browser-random.js';
import { connectBrowserSocket } from './browser-socket.js';
import type { Entrance } from './entrance.js';
import { errorWords } from './error-words.js';
import type { Sentence } from './language.js';
import { Lookout } from './lookout.js';
import { neededParts } from './needed-parts.js';
import { forgetNewRoom } from './new-room.js';
import type { Place } from './place.js';
import { roomPart } from './room-part.js';
import { farewellOf, type Farewell } from './screens/farewell.js';
import { createJoinCard, type JoinCardOptions } from './screens/join-card.js';
import type { NoKeyReason } from './screens/no-key-screen.js';
import { pastePart } from './screens/paste-part.js';
import { createSentenceScreen } from './screens/sentence-screen.js';
import type { Screen, Show } from './stage.js';
import { words } from './words.js';

type Ended = Extract<MemberEvent, { readonly type: 'ended' }>;

/** One membership; `forget` ends the interest in its events. */
interface Membership {
  readonly member: Member;
  readonly forget: () => void;
}

type Ready = Extract<Entrance, { readonly state: 'ready' }>;

type Room = NonNullable<(typeof roomPart)['now']>;

/** From the link to the room and out again. */
export class Flow {
  readonly #stage: Show;
  readonly #place: Place;
  #membership: Membership | undefined;
  /** Counts what was shown, or was to be. */
  #turn = 0;
  #nick = randomNick(browserRandom);

  constructor(show: Show, place: Place) {
    this.#stage = show;
    this.#place = place;
  }

  #show(make: () => Screen): void {
    this.#turn += 1;
    this.#stage(make);
  }

  /** Shows what the place of the page allows. `notice`: why one stands here again. */
  enter(notice?: Sentence): void {
    const entrance = this.#place.entrance();
    switch (entrance.state) {
      case 'insecure':
        return this.#show(() => createSentenceScreen(words.insecure.title, [words.insecure.text, words.insecure.hint]));
      case 'no-key':
        return this.#ask(entrance.why);
      case 'altered':
        return this.#withPart(pastePart, () => this.enter(notice));
      case 'ready':
        return this.#offer(entrance, notice);
      default:
        return assertNever(entrance);
    }
  }

  /** The page goes away or gets another address: the room is left, its keys are overwritten. The address stays, so that a reload works. */
  abandon(): void {
    const membership = this.#membership;
    if (membership === undefined) return;
    this.#membership = undefined;
    this.#drop(membership);
    this.enter(() => words.card.returned);
  }

  /** What stood here stays until the part is there, or cannot be had; whoever has gone on by then is left alone. */
  #withPart<T>(part: Part<T>, run: (content: T) => void): void {
    if (part.now !== undefined) return run(part.now);
    this.#turn += 1;
    const turn = this.#turn;
    const stillHere = (then: () => void): void => (this.#turn === turn ? then() : undefined);
    const press = (): void => this.#withPart(part, run);
    const screen = (): Screen => {
      const { text, hint } = errorWords.PART_MISSING;
      return createSentenceScreen(text, [hint, words.missing], [{ label: words.farewell.again, press }]);
    };
    const missing = (): void => this.#show(screen);
    void part.load().then(
      (content) => stillHere(() => run(content)),
      () => stillHere(missing),
    );
  }

  #ask(why: NoKeyReason): void {
    const open = (link: Link, notice?: Sentence): void => {
      this.#place.open(link);
      this.enter(notice);
    };
    this.#withPart(pastePart, ({ createNoKeyScreen }) => this.#show(() => createNoKeyScreen(why, { origin: this.#place.origin, open })));
  }

  #offer({ room: { secret, ticket }, notices: known }: Ready, why: Sentence | undefined): void {
    const notices = [...known, ...(why === undefined ? [] : [why])];
    const notice = notices.length === 0 ? undefined : (): string => notices.map((sentence) => sentence()).join(words.between);
    const needed = neededParts(secret, ticket);
    const join = (nick: string): void => {
      this.#nick = nick;
      this.#withPart(needed, (parts) => this.#join(nick, parts));
    };
    const kind: JoinCardOptions['kind'] = ticket !== undefined ? 'new' : secret.hostFp.length > 0 ? 'hosted' : 'hostless';
    const { mode, hostFp } = secret;
    const nick = this.#nick;
    const [another, cancel] = [() => randomNick(browserRandom), () => this.#cancel()];
    // A file is told by nobody where it leads: that address hears of it with the press on Join, not before.
    const lookout = this.#place.origin === undefined ? undefined : new Lookout(this.#place);
    const room = { mode, kind, hostFp, from: codeOrigin() };
    this.#show(() => createJoinCard({ ...room, nick, another, join, cancel, notice, lookout }));
    // While the card is read, so that a press on Join finds it here; what does not come now is asked for again then.
    needed.load().catch(() => undefined);
  }

  #join(nick: string, { createMember, createRoom }: Room): void {
    const entrance = this.#place.entrance();
    if (entrance.state !== 'ready') return this.enter();
    const { room, origin, socket } = entrance;
    const connect = connectBrowserSocket(socket);
    const member = createMember({ ...room, nick, connect, clock: browserClock, random: browserRandom, giveUpMs: limits.giveUpMs });
    let entered = false;
    const forget = member.on((event) => {
      if (event.type === 'ended') return this.#finish(member, event, entered);
      // A reload leads to where the room is now.
      if (event.type === 'item' && event.item.type === 'link-changed') this.#standAt(origin, member);
      // A return after a long break is a second `joined`, in the same room.
      if (event.type !== 'joined' || entered) return;
      entered = true;
      const made = room.ticket !== undefined;
      // The ticket is used: what leads to the room is its own link.
      if (made) this.#standAt(origin, member);
      if (made) forgetNewRoom();
      this.#show(() => createRoom({ member, made, link: () => formatLink(origin, member.secret) }));
    });
    this.#membership = { member, forget };
  }

  /** From here on this page stands at the room's own link, which it answers. */
  #standAt(origin: string, { secret }: Member): void {
    this.#place.open({ origin, secret, exposed: false });
  }

  #cancel(): void {
    const membership = this.#membership;
    this.#membership = undefined;
    if (membership !== undefined) this.#drop(membership);
    this.enter();
  }

  #drop({ member, forget }: Membership): void {
    forget();
    member.leave();
    member.wipe();
  }

  #finish(member: Member, { reason, code }: Ended, entered: boolean): void {
    this.#membership = undefined;
    const undelivered = member.view.items.filter((item) => item.type === 'message' && item.state !== 'sent').length;
    const farewell = (): Farewell => farewellOf(reason, code, entered, undelivered);
    const presses = { other: () => this.#ask('other'), again: () => this.enter() };
    if (!farewell().next.includes('again')) this.#place.forget();
    this.#show(() => {
      const { title, sentences, next } = farewell();
      return createSentenceScreen(
        title,
        sentences,
        next.map((choice) => ({ label: words.farewell[choice], press: presses[choice] })),
      );
    });
    member.wipe();
  }
}
