import type { Clock } from '../../../core/ports/clock.js';
import type { Tunnel } from '../../../core/ports/tunnel.js';
import { within } from '../../../core/within.js';
import type { Registry } from '../child-guard.js';
import { findOnPath, isExecutable } from '../find-on-path.js';
import { OpenDoor } from '../open-door.js';
import { authenticate, type Credentials } from './authenticate.js';
import { Bootstrap } from './bootstrap.js';
import { TorControl, type ControlAddress } from './control.js';
import { addOnion, isUploaded, removeOnion } from './onion.js';
import { startOwnTor } from './own-tor.js';

/** A tor of our own first fetches the directory of the network, which takes minutes on a slow way. */
const BOUND_MS = 180_000;
/** As for cloudflared: whoever starts a session is told within 20 s of the start of the program. */
const OFFLINE_MS = 15_000;
const HINT_MS = 60_000;
const REMOVE_MS = 1_000;
const AUTHENTICATE_MS = 3_000;
/** More than come before the answer to one command. */
const EARLY_EVENTS = 100;

/** Of Debian's tor, of any other, of Tor Browser. */
const USUAL: readonly ControlAddress[] = [{ path: '/run/tor/control' }, { port: 9_051 }, { port: 9_151 }];

export interface TorTunnelOptions {
  readonly clock: Clock;
  readonly registry?: Registry;
  /** A tor that runs, and must be used. */
  readonly control?: { readonly address: ControlAddress; readonly password?: string };
  /** Where else one that runs is looked for, before one of our own is started. */
  readonly usual?: readonly ControlAddress[];
  /** Else the one on the PATH. */
  readonly program?: string;
  /** Lines for the torrc of a tor of our own. */
  readonly settings?: readonly string[];
}

/** A tunnel by an onion service that exists as long as it. The address can be opened in Tor Browser only. */
export const torTunnel = (options: TorTunnelOptions): Tunnel => ({
  door: 'tor',
  open({ port, signal }) {
    const bootstrap = new Bootstrap();
    const door = new OpenDoor({ clock: options.clock, signal, boundMs: BOUND_MS, late: () => bootstrap.late });
    new TorDoor(door, options, port, bootstrap).start().catch((error: Error) => door.fail('TUNNEL_EXITED', error.message));
    return door;
  },
});

class TorDoor {
  readonly #door: OpenDoor;
  readonly #options: TorTunnelOptions;
  readonly #port: number;
  readonly #bootstrap: Bootstrap;

  constructor(door: OpenDoor, options: TorTunnelOptions, port: number, bootstrap: Bootstrap) {
    this.#door = door;
    this.#options = options;
    this.#port = port;
    this.#bootstrap = bootstrap;
  }

  async start(): Promise<void> {
    this.#door.progress('resolving');
    const control = (await this.#running()) ?? (await this.#own());
    if (control === undefined || this.#door.ended) return;
    void control.closed.then(() => this.#door.fail('TUNNEL_EXITED', 'tor has ended'));
    await this.#publish(control);
  }

  /** The tor that was named, or one that is found. */
  async #running(): Promise<TorControl | undefined> {
    const { control, usual = USUAL } = this.#options;
    if (control !== undefined) {
      const { address, password } = control;
      const open = await this.#enter(address, { found: false, ...(password === undefined ? {} : { password }) });
      if (open === undefined) this.#door.fail('TUNNEL_AUTH_REFUSED', 'no tor lets us in at the control port that was named');
      return open;
    }
    for (const address of usual) {
      const open = this.#door.ended ? undefined : await this.#enter(address, { found: true });
      if (open !== undefined) return open;
    }
    return undefined;
  }

  async #enter(address: ControlAddress, credentials: Credentials, withinMs = AUTHENTICATE_MS): Promise<TorControl | undefined> {
    const control = await TorControl.connect(address);
    if (control === undefined) return undefined;
    // From here on nothing is said to it once the door has ended, whatever it answers then.
    this.#door.closer.add('control port of tor', () => control.close());
    // Whatever else listens there may never answer.
    const entered = await within(this.#options.clock, withinMs, authenticate(control, credentials));
    if (entered === true) return control;
    control.close();
    return undefined;
  }

  async #own(): Promise<TorControl | undefined> {
    if (this.#door.ended) return undefined;
    const { clock, registry, program, settings = [] } = this.#options;
    const file = program ?? findOnPath('tor', process.env);
    if (file === undefined || !isExecutable(file)) {
      this.#door.fail('TUNNEL_BINARY_MISSING', 'no tor is running here, and there is none on the PATH');
      return undefined;
    }
    const tor = startOwnTor(this.#door, { clock, file, settings, ...(registry === undefined ? {} : { registry }) });
    void tor.exited.then(({ error }) => this.#door.fail('TUNNEL_EXITED', error?.message ?? tor.last.text));
    const port = await tor.port;
    const control = port === undefined ? undefined : await this.#enter({ port }, { found: false }, BOUND_MS);
    if (control === undefined) this.#door.fail('TUNNEL_EXITED', tor.last.text);
    else await control.ask('TAKEOWNERSHIP');
    return control;
  }

  async #publish(control: TorControl): Promise<void> {
    const service = { id: '' };
    const early: string[] = [];
    control.listen((event) => {
      if (service.id !== '') this.#hear(event, service.id);
      else if (early.length < EARLY_EVENTS) early.push(event);
    });
    await control.ask('SETEVENTS HS_DESC STATUS_CLIENT NETWORK_LIVENESS');
    this.#bootstrap.hear((await control.ask('GETINFO status/bootstrap-phase'))?.lines[0] ?? '');
    this.#progress();
    this.#watchTime();
    const added = await addOnion(control, this.#port);
    if ('why' in added) return this.#door.fail(added.code, added.why);
    service.id = added.id;
    this.#door.closer.add('onion service', async () => {
      await within(this.#options.clock, REMOVE_MS, removeOnion(control, added.id));
    });
    for (const event of early) this.#hear(event, added.id);
  }

  #hear(event: string, id: string): void {
    if (isUploaded(event, id)) return this.#door.ready(`http://${id}.onion`);
    if (event === 'NETWORK_LIVENESS DOWN') return this.#door.degraded();
    if (event === 'NETWORK_LIVENESS UP') return this.#door.restored();
    if (!event.startsWith('STATUS_CLIENT ')) return undefined;
    this.#bootstrap.hear(event);
    return this.#progress();
  }

  #progress(hint?: string): void {
    this.#door.progress(this.#bootstrap.canPublish ? 'registering' : 'requesting', hint);
  }

  #watchTime(): void {
    const { clock } = this.#options;
    const offline = clock.after(OFFLINE_MS, () => {
      if (this.#bootstrap.offline) this.#door.fail('TUNNEL_OFFLINE', this.#bootstrap.words);
    });
    const hint = clock.after(HINT_MS, () => this.#progress(`tor is at ${this.#bootstrap.words}; the first time takes minutes`));
    this.#door.closer.add('timers', () => {
      offline();
      hint();
    });
  }
}
