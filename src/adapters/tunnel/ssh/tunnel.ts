import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../core/ports/clock.js';
import type { OpenTunnel, Tunnel } from '../../../core/ports/tunnel.js';
import { LastLines, readLines } from '../bounded-lines.js';
import { spawnGuarded, type GuardedChild, type Registry } from '../child-guard.js';
import { makeDoorDir } from '../door-dir.js';
import { findOnPath, isExecutable } from '../find-on-path.js';
import { OpenDoor } from '../open-door.js';
import { writePidFile } from '../pid-file.js';
import { isPrivateDir, runtimeDir } from '../runtime-dir.js';
import { sshArguments } from './command.js';
import { parseSshDestination, type SshDestination } from './destination.js';
import { sshFailure } from './failure.js';
import { providerOf, type Provider } from './provider.js';
import { lacksPublicUrl, publicOrigin } from './public-origin.js';
import { leadsToUs } from './public-page.js';

const BOUND_MS = 45_000;
const GRACE_MS = 500;
const LOOK_AGAIN_MS = 1_000;
/** How long one's own host may take to show the page once it listens. */
const VISIBLE_MS = 15_000;
const KNOWN_HOSTS_CHARS = 65_536;

export interface SshTunnelOptions {
  readonly clock: Clock;
  /** `[user@]host[:port]`; localhost.run, a.pinggy.io and serveo.net are known, any other host is one's own. */
  readonly destination: string;
  /** The origin at which one's own host shows us. It listens at the port of a plain http origin on all addresses, else at its own port 80. */
  readonly publicUrl?: string;
  readonly registry?: Registry;
  /** Else the one on the PATH. */
  readonly program?: string;
  /** Read in place of the user's and the system's. */
  readonly configFile?: string;
}

/** A tunnel by `ssh -R`. Host keys that are new are believed once, and must stay the same as long as this object lives. */
export function sshTunnel(options: SshTunnelOptions): Tunnel {
  const pins = { text: '' };
  return {
    door: `ssh:${options.destination}`,
    open({ port, signal }) {
      const door = new OpenDoor({ clock: options.clock, signal, boundMs: BOUND_MS });
      try {
        new SshDoor(door, options, port, pins).start();
      } catch (error) {
        // Such as a full disk.
        door.fail('TUNNEL_EXITED', (error as Error).message);
      }
      return door satisfies OpenTunnel;
    },
  };
}

class SshDoor {
  readonly #door: OpenDoor;
  readonly #options: SshTunnelOptions;
  readonly #port: number;
  /** The known hosts of the session, between two openings. */
  readonly #pins: { text: string };
  readonly #last = new LastLines();
  #isReady = false;
  /** Whether our page is, or was, looked for at the public address. */
  #isShown = false;

  constructor(door: OpenDoor, options: SshTunnelOptions, port: number, pins: { text: string }) {
    this.#door = door;
    this.#options = options;
    this.#port = port;
    this.#pins = pins;
  }

  start(): void {
    const { publicUrl, program } = this.#options;
    const destination = parseSshDestination(this.#options.destination);
    const file = program ?? findOnPath('ssh', process.env);
    this.#door.progress('resolving');
    if (!destination.ok) return this.#door.fail('TUNNEL_HOST_UNKNOWN', destination.reason);
    if (lacksPublicUrl(this.#options.destination, publicUrl))
      return this.#door.fail('TUNNEL_NO_PUBLIC_URL', publicUrl ?? `${destination.value.host} tells no address by itself`);
    if (file === undefined || !isExecutable(file)) return this.#door.fail('TUNNEL_BINARY_MISSING', 'there is no ssh on the PATH');
    const provider = providerOf(destination.value.host);
    this.#run(file, destination.value, provider, provider === undefined ? publicOrigin(publicUrl) : undefined);
  }

  #run(file: string, destination: SshDestination, provider: Provider | undefined, origin: URL | undefined): void {
    if (this.#door.ended) return;
    const knownHosts = this.#keepKnownHosts();
    const listen = origin === undefined ? `${provider?.listenPort ?? 80}` : listenFor(origin);
    const { clock, configFile, registry } = this.#options;
    const args = sshArguments({ destination, provider, listen, port: this.#port, knownHosts, configFile });
    const env = { ...process.env, LC_ALL: 'C' };
    const child = spawnGuarded({ file, args, env, clock, ...(registry === undefined ? {} : { registry }) });
    // Written down as long as it runs: what is added first is released last.
    if (child.pid !== undefined) {
      const remove = writePidFile({ pid: child.pid, file, args, ...(registry === undefined ? {} : { registry }) });
      this.#door.closer.add('pid file of ssh', remove);
    }
    this.#door.closer.add('ssh', () => child.stop(GRACE_MS));
    this.#listen(child, provider, origin);
  }

  #keepKnownHosts(): string {
    const runtime = runtimeDir();
    const folder = makeDoorDir(isPrivateDir(runtime) ? runtime : tmpdir(), this.#options.registry);
    const path = join(folder.path, 'known_hosts');
    this.#door.closer.add('known hosts', () => {
      try {
        this.#pins.text = readFileSync(path, 'utf8').slice(0, KNOWN_HOSTS_CHARS);
      } finally {
        folder.remove();
      }
    });
    writeFileSync(path, this.#pins.text, { mode: 0o600, flag: 'wx' });
    return path;
  }

  #listen(child: GuardedChild, provider: Provider | undefined, origin: URL | undefined): void {
    readLines(child.stderr, (line) => {
      if (!line.startsWith('debug')) this.#last.add(line);
      if (line.startsWith('debug1: Connection established')) this.#door.progress('requesting');
      if (line.startsWith('Authenticated to ')) this.#door.progress('registering');
      if (origin !== undefined && line.startsWith('debug1: remote forward success for:')) void this.#show(origin.origin);
    });
    readLines(child.stdout, (line) => this.#hear(line, provider));
    void child.exited.then(({ error }) => {
      if (error !== undefined) return this.#door.fail('TUNNEL_BINARY_MISSING', error.message);
      const text = this.#last.text;
      return this.#door.fail(this.#isReady ? 'TUNNEL_EXITED' : sshFailure(text), text === '' ? 'ssh has ended without a word' : text);
    });
  }

  #hear(line: string, provider: Provider | undefined): void {
    const said = provider?.read(line);
    if (said === undefined) return this.#last.add(line);
    if ('code' in said) return this.#door.fail(said.code, said.why);
    // Only localhost.run changes an address, and it says so by a new event; others print more than one, of which the first counts.
    if (!this.#isReady || provider?.host === 'localhost.run') this.#door.ready(said.url);
    this.#isReady = true;
  }

  /** One's own host may pass it on by a proxy that we know nothing of: it is ready when our page is there. */
  async #show(origin: string): Promise<void> {
    // The other side may say as often as it likes that it listens.
    if (this.#isShown) return;
    this.#isShown = true;
    const { clock } = this.#options;
    const until = clock.now() + VISIBLE_MS;
    for (;;) {
      const found = await leadsToUs(origin, this.#port, clock);
      if (this.#door.ended) return;
      if ('ok' in found) break;
      if (clock.now() >= until) return this.#door.fail('TUNNEL_NOT_VISIBLE', found.why);
      await new Promise<void>((resolve) => void clock.after(LOOK_AGAIN_MS, resolve));
    }
    this.#isReady = true;
    this.#door.ready(origin);
  }
}

const HTTP_PORT = 80;

/** A plain http origin is the host itself; an https origin is a proxy of the host, which reaches us on its loopback. */
const listenFor = ({ protocol, port }: URL): string => (protocol === 'http:' ? `*:${port === '' ? HTTP_PORT : port}` : `${HTTP_PORT}`);
