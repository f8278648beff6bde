import type { Clock } from '../../src/core/ports/clock.js';
import type { Member, MemberEvent } from '../../src/client/member-api.js';
import { whyText } from '../../src/client/why.js';

export interface CrowdOptions {
  readonly clock: Clock;
  /** Makes a member of this nick. */
  readonly enter: (nick: string) => Member;
  /** Nobody else's nick: they are called this, the first one, and this with a number, all others. */
  readonly name: string;
  /** So many are there from the beginning to the end; */
  readonly stay: number;
  /** and so many more places are taken in turn by others: each time the one goes who is there longest. */
  readonly pass: number;
  readonly replaceEveryMs: number;
  readonly sayEveryMs: number;
}

/** What one member heard: of each sender the number of its last message. */
export interface Heard {
  readonly nick: string;
  readonly last: Readonly<Record<string, number>>;
}

export interface CrowdReport {
  /** How many messages each one said, those who have left too. */
  readonly said: Readonly<Record<string, number>>;
  /** Of those who are there now. */
  readonly heard: readonly Heard[];
  /** Who is there but not sure of the room yet. */
  readonly entering: readonly string[];
  /** What must never happen: something lost, double or out of order, a warning, an end. */
  readonly trouble: readonly string[];
  /** From connecting to being sure of the room, of everybody who ever came. Milliseconds. */
  readonly joinMs: readonly number[];
}

class Person {
  readonly nick: string;
  readonly member: Member;
  readonly last: Record<string, number> = {};
  said = 0;
  readonly #confirmed: () => void;
  readonly #trouble: (what: string) => void;
  #leaves = false;
  /** It knows that it is in the room of its link. */
  sure: boolean;

  constructor(nick: string, member: Member, confirmed: () => void, trouble: (what: string) => void) {
    this.nick = nick;
    this.member = member;
    this.#confirmed = confirmed;
    this.#trouble = (what) => trouble(`${nick}: ${what}`);
    this.sure = member.view.confirmed;
    member.on((event) => this.#take(event));
  }

  say(): void {
    const said = this.member.say({ text: String(this.said + 1) });
    if (said.ok) this.said += 1;
    else this.#trouble(`may not speak: ${said.reason}`);
  }

  async leave(): Promise<void> {
    this.#leaves = true;
    if (!(await this.member.flush(60_000))) this.#trouble('what it said was not ordered');
    this.member.leave();
    this.member.wipe();
  }

  #take(event: MemberEvent): void {
    if (event.type === 'confirmed') {
      this.sure = true;
      this.#confirmed();
    } else if (event.type === 'ended' && !this.#leaves) this.#trouble(`ended: ${event.reason} ${event.code ?? ''}`);
    else if (event.type === 'item') this.#see(event.item);
  }

  #see(item: Extract<MemberEvent, { type: 'item' }>['item']): void {
    if (item.type === 'message') this.#hear(item.from.nick, Number(item.text));
    else if (item.type === 'missing') this.#trouble(`${item.count} of ${item.member.nick} missing`);
    else if (item.type === 'absent') this.#trouble(`absent for ${item.ms} ms`);
    else if (item.type === 'warning') this.#trouble(`warning ${item.code} ${whyText(item.why ?? '')}`);
  }

  #hear(from: string, n: number): void {
    const last = this.last[from];
    if (last !== undefined && n !== last + 1) this.#trouble(`heard ${n} of ${from} after ${last}`);
    this.last[from] = n;
  }
}

/** People who talk, come and go, as fast as they are told to. */
export class Crowd {
  readonly #options: CrowdOptions;
  readonly #people: Person[] = [];
  readonly #said: Record<string, () => number> = {};
  readonly #trouble: string[] = [];
  readonly #joinMs: number[] = [];
  #born = 0;
  #turn = 0;
  #stopped = false;

  constructor(options: CrowdOptions) {
    this.#options = options;
    for (let i = 0; i < options.stay + options.pass; i++) this.#enter();
  }

  /** They begin to talk; those who pass are replaced. */
  start(): void {
    const { sayEveryMs, replaceEveryMs, pass } = this.#options;
    this.#every(sayEveryMs, () => this.#say());
    if (pass > 0) this.#every(replaceEveryMs, () => this.#replace());
  }

  /** Nobody says anything more, comes or goes. */
  stop(): void {
    this.#stopped = true;
  }

  /** Everybody says one last thing: after it nobody may lack anything. */
  sayLast(): void {
    for (const person of this.#people) person.say();
  }

  end(): Promise<unknown> {
    return Promise.all(this.#people.map((person) => person.leave()));
  }

  get report(): CrowdReport {
    return {
      said: Object.fromEntries(Object.entries(this.#said).map(([nick, count]) => [nick, count()])),
      heard: this.#people.map(({ nick, last }) => ({ nick, last })),
      entering: this.#people.filter(({ sure }) => !sure).map(({ nick }) => nick),
      trouble: this.#trouble,
      joinMs: this.#joinMs,
    };
  }

  #enter(): void {
    const { clock, enter, name } = this.#options;
    const nick = this.#born === 0 ? name : `${name}${this.#born}`;
    this.#born += 1;
    const from = clock.now();
    const confirmed = (): void => void this.#joinMs.push(clock.now() - from);
    const person = new Person(nick, enter(nick), confirmed, (what) => void this.#trouble.push(what));
    this.#people.push(person);
    this.#said[nick] = () => person.said;
  }

  #say(): void {
    const able = this.#people.filter(({ sure }) => sure);
    able[this.#turn++ % able.length]?.say();
  }

  #replace(): void {
    const [goes] = this.#people.splice(this.#options.stay, 1);
    if (goes === undefined) return;
    const { nick, said } = goes;
    this.#said[nick] = () => said;
    if (!goes.sure) this.#trouble.push(`${nick}: was not let in before its time was up`);
    void goes.leave();
    this.#enter();
  }

  #every(ms: number, job: () => void): void {
    let due = this.#options.clock.now();
    const next = (): void => {
      due += ms;
      this.#options.clock.after(due - this.#options.clock.now(), () => {
        if (this.#stopped) return;
        job();
        next();
      });
    };
    next();
  }
}

/** What some of those who are there have not heard though it was said while they could hear it, as sentences. */
export function lacking(reports: readonly CrowdReport[]): readonly string[] {
  const said: Readonly<Record<string, number>> = Object.assign({}, ...reports.map((report) => report.said));
  const heard = reports.flatMap((report) => report.heard);
  const here = heard.map(({ nick }) => nick);
  return heard.flatMap(({ nick, last }) =>
    [...new Set([...here, ...Object.keys(last)])]
      .filter((from) => last[from] !== said[from])
      .map((from) => `${nick} heard ${last[from] ?? 'nothing'} of ${said[from]} of ${from}`),
  );
}
