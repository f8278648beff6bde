/** How the text of a flag or of the environment becomes a value: as it stands, as a whole number, or as true and false. */
type Kind = 'text' | 'number' | 'switch';

export interface Setting {
  readonly key: string;
  /** As commander takes it. */
  readonly flag: string;
  /** The flag that says no to a setting of three values (auto, on, off). */
  readonly off?: string;
  readonly offHelp?: string;
  /** The flag may be given again; the values are joined by commas. */
  readonly many?: true;
  readonly kind: Kind;
  readonly help: string;
  /** What a value must be, for people. */
  readonly expected: string;
  /** Which commands know it; `config` knows all. */
  readonly of: 'start' | 'both';
}

const DURATION = 'a time such as 90s, 30m, 2h or 1h30m (1s to 20d), or none';
const SWITCH = 'true or false';

/** Every setting: what docs/cli.md lists, `--help` prints and config.json holds. The rules are in schema.ts. */
export const settings = [
  {
    key: 'tunnel',
    flag: '--tunnel <door>',
    many: true,
    kind: 'text',
    of: 'start',
    expected: 'auto, none, or up to 8 of cloudflared, tor and ssh:user@host[:port], each once',
    help: 'door to the outside: auto, none, cloudflared, ssh:user@host, tor; may be given again for more doors',
  },
  {
    key: 'port',
    flag: '--port <number>',
    kind: 'number',
    of: 'start',
    expected: 'a whole number from 0 to 65535',
    help: 'port of the local server; 0 takes any free one',
  },
  {
    key: 'bind',
    flag: '--bind <address>',
    kind: 'text',
    of: 'start',
    expected: 'an IP address',
    help: 'address of this computer to listen on; beyond loopback only with --lan',
  },
  {
    key: 'lan',
    flag: '--lan',
    kind: 'switch',
    of: 'both',
    expected: SWITCH,
    help: 'plain http in your own network: start opens the room to it, join follows such a link',
  },
  {
    key: 'publicUrl',
    flag: '--public-url <url>',
    kind: 'text',
    of: 'start',
    expected: 'an https address such as https://chat.example.org, without a path',
    help: 'address that your own ssh host gives to its end of the tunnel',
  },
  {
    key: 'title',
    flag: '--title <text>',
    kind: 'text',
    of: 'start',
    expected: 'at most 200 bytes of visible text',
    help: 'title of the room; the relay does not see it',
  },
  {
    key: 'nick',
    flag: '--nick <name>',
    kind: 'text',
    of: 'both',
    expected: '1 to 32 visible characters, without spaces at the ends',
    help: 'your nick; two random words when it is left out',
  },
  {
    key: 'name',
    flag: '--name <name>',
    kind: 'text',
    of: 'start',
    expected: '1 to 32 characters a-z, 0-9 and -, beginning with a letter or digit',
    help: 'name of this session on this computer',
  },
  {
    key: 'encryption',
    flag: '--encryption <mode>',
    kind: 'text',
    of: 'start',
    expected: 'mls, shared-key or none',
    help: 'mls; shared-key: whoever ever had the link can read everything; none: the relay can too',
  },
  {
    key: 'blind',
    flag: '--blind',
    kind: 'switch',
    of: 'start',
    expected: SWITCH,
    help: 'no member here: whoever opens the link first makes the room, and this program has no key of it',
  },
  {
    key: 'maxMembers',
    flag: '--max-members <number>',
    kind: 'number',
    of: 'start',
    expected: 'a whole number from 2 to 500',
    help: 'how many may be in the room, the host included',
  },
  {
    key: 'history',
    flag: '--history <number>',
    kind: 'number',
    of: 'start',
    expected: 'a whole number from 0 to 200',
    help: 'how many of the last messages a newcomer is given (mls only), which is said to all',
  },
  {
    key: 'ttl',
    flag: '--ttl <time>',
    kind: 'text',
    of: 'start',
    expected: DURATION,
    help: 'end the session after this time, such as 90s, 30m or 2h',
  },
  {
    key: 'idle',
    flag: '--idle <time>',
    kind: 'text',
    of: 'start',
    expected: DURATION,
    help: 'end it after this time without a guest or a message',
  },
  { key: 'for', flag: '--for <time>', kind: 'text', of: 'start', expected: DURATION, help: 'like --ttl, with a countdown' },
  { key: 'once', flag: '--once', kind: 'switch', of: 'start', expected: SWITCH, help: 'end the session when the last guest has left' },
  {
    key: 'logs',
    flag: '--logs <what>',
    kind: 'text',
    of: 'start',
    expected: 'ask, keep or delete',
    help: 'the event log at the end (no messages, no names): ask, keep or delete',
  },
  {
    key: 'qr',
    flag: '--qr',
    off: '--no-qr',
    kind: 'text',
    of: 'start',
    expected: 'auto, on or off',
    help: 'show the link as a QR code (default: when another device can open it and the terminal is large enough)',
    offHelp: 'show no QR code; the key q still does',
  },
  { key: 'copy', flag: '--copy', kind: 'switch', of: 'start', expected: SWITCH, help: 'put the link on the clipboard when it is there' },
  { key: 'open', flag: '--open', kind: 'switch', of: 'start', expected: SWITCH, help: 'open the room in the browser of this computer' },
  {
    key: 'allowSleep',
    flag: '--allow-sleep',
    kind: 'switch',
    of: 'start',
    expected: SWITCH,
    help: 'let this computer sleep although guests are there',
  },
  { key: 'json', flag: '--json', kind: 'switch', of: 'both', expected: SWITCH, help: 'print one JSON object a line on stdout' },
  { key: 'quiet', flag: '--quiet', kind: 'switch', of: 'both', expected: SWITCH, help: 'print the result and errors, nothing else' },
  {
    key: 'yes',
    flag: '--yes',
    kind: 'switch',
    of: 'start',
    expected: SWITCH,
    help: 'download cloudflared without asking when it is needed (you accept the terms of Cloudflare)',
  },
  { key: 'noInput', flag: '--no-input', kind: 'switch', of: 'both', expected: SWITCH, help: 'ask nothing, and read no keys' },
  {
    key: 'color',
    flag: '--color',
    off: '--no-color',
    kind: 'text',
    of: 'both',
    expected: 'auto, on or off',
    help: 'use colours (default: when stderr is a terminal)',
    offHelp: 'use no colours',
  },
  { key: 'ascii', flag: '--ascii', kind: 'switch', of: 'both', expected: SWITCH, help: 'draw with ASCII characters only' },
  { key: 'debug', flag: '--debug', kind: 'switch', of: 'both', expected: SWITCH, help: 'print the stack of an error' },
] as const satisfies readonly Setting[];

export type SettingKey = (typeof settings)[number]['key'];

export const settingOf = (key: SettingKey): Setting => settings.find((setting) => setting.key === key) as Setting;

/** `--max-members` */
export const flagName = (setting: Setting): string => setting.flag.split(' ')[0] as string;

/** `CHATTRACE_MAX_MEMBERS` */
export const environmentName = (key: string): string => `CHATTRACE_${key.replace(/[A-Z]/gu, (letter) => `_${letter}`).toUpperCase()}`;
