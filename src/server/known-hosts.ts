import { isIP } from 'node:net';

/** `127.0.0.1:4000`, `[::1]:4000`, `chat.example`: the name, and a port that does not matter here. */
const HOST = /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9_.-]{1,253}))(?::\d{1,5})?$/i;

/**
 * The names that this server answers to. A page of another site can have its own name lead to this computer (DNS rebinding), and its browser
 * then takes the two for one site; but it sends that name. A number, and `localhost`, nobody can have lead elsewhere; any other name
 * must be that of a door.
 */
export class KnownHosts {
  readonly #doors = new Set<string>();

  /** `origin`: of a door, such as `https://chat.example`. */
  add(origin: string): void {
    this.#doors.add(new URL(origin).hostname);
  }

  /** `host`: what the header says. */
  has(host: string): boolean {
    const [, six, name = ''] = HOST.exec(host.toLowerCase()) ?? [];
    if (six !== undefined) return isIP(six) === 6;
    return isIP(name) === 4 || name === 'localhost' || name.endsWith('.localhost') || this.#doors.has(name);
  }
}
