import { linkErrors } from './link-error.js';
import { memberErrors, type ErrorRow } from './member-error.js';

/** Errors of the program around the room: calls, config, ports, tunnels, files. */
const programErrors = {
  USAGE: [64, 'That is not how this command is called.', 'Run it with --help.'],
  TUNNEL_OFFLINE: [69, 'This computer has no way to the Internet.', 'Check the network.'],
  TUNNEL_RATE_LIMITED: [
    69,
    'The service refused a new tunnel: too many were asked for.',
    'Wait a minute or more, then try again; or use another --tunnel.',
  ],
  TUNNEL_API_DOWN: [69, 'The tunnel service does not work at the moment.', 'Try again later, or use another --tunnel.'],
  TUNNEL_EDGE_BLOCKED: [69, 'The network lets no tunnel out.', 'Try another network, or another --tunnel.'],
  TUNNEL_NOT_VISIBLE: [
    69,
    'The new address does not lead here for others.',
    'Try again, or use another --tunnel; with a host of your own check --public-url.',
  ],
  TUNNEL_NO_PUBLIC_URL: [
    78,
    'A host of your own needs the address at which it shows the room.',
    'Name the https address that leads to it with --public-url.',
  ],
  TUNNEL_BINARY_MISSING: [69, 'The program for this tunnel is not there.', 'Run chattrace doctor: it says what to install.'],
  TUNNEL_BINARY_REFUSED: [
    69,
    'The program for this tunnel is not the one that was expected; it was not run.',
    'Run chattrace cleanup --binary, then try again.',
  ],
  TUNNEL_DOWNLOAD_FAILED: [
    69,
    'The program for this tunnel could not be downloaded.',
    'Try again, or install it yourself and put it on the PATH.',
  ],
  TUNNEL_AUTH_REFUSED: [69, 'The tunnel service did not let us in.', 'Check user, key and host of --tunnel.'],
  TUNNEL_HOST_UNKNOWN: [69, 'The host of this tunnel is not known.', 'Check the name in --tunnel, and the network.'],
  TUNNEL_HOST_KEY: [
    69,
    'The host of this tunnel shows another key than before; nothing was sent to it.',
    'Ask whoever runs it. If the key is right, correct ~/.ssh/known_hosts.',
  ],
  TUNNEL_FORWARD_REFUSED: [
    69,
    'The host of this tunnel does not listen for us.',
    'Its sshd must allow forwarding, and the port must be free and allowed.',
  ],
  TUNNEL_EXITED: [69, 'The tunnel has ended by itself.', 'Try again. What it said last is told with this.'],
  TUNNEL_NO_WAY_IN: [
    69,
    'A tunnel leads to 127.0.0.1, where this session does not listen.',
    'Leave --bind out to have one, or say --tunnel none.',
  ],
  TUNNEL_TIMEOUT: [69, 'The tunnel was not ready in time.', 'Try again; or use another --tunnel.'],
  SERVED_DIFFERS: [
    1,
    'What is served there is not what this program would serve.',
    'Join from a terminal: chattrace join runs none of it. If the host runs another version, compare the hash that start prints.',
  ],
  PORT_IN_USE: [73, 'This port is in use.', 'Choose another with --port, or leave it out: any free one is taken.'],
  PORT_DENIED: [73, 'This port may not be opened.', 'Choose one above 1023 with --port.'],
  BIND_FAILED: [73, 'This address cannot be bound.', 'Use 127.0.0.1; or --lan, which opens the room to your network.'],
  LOG_NOT_WRITTEN: [
    73,
    'The event log could not be written.',
    'Nothing of the chat was in it. Free some space and use --logs keep next time.',
  ],
  OUTPUT_NOT_WRITTEN: [73, 'What this program prints could not be written.', 'Free some space where it goes, or send it elsewhere.'],
  FILE_NOT_WRITTEN: [73, 'The file could not be written.', 'Choose another name with --out: a file that is there is left alone.'],
  FILE_NOT_SAVED: [73, 'The file could not be saved.', 'Name another folder behind /save N, or free some space.'],
  CLEANUP_INCOMPLETE: [
    73,
    'Something that old sessions left is still there.',
    'It is named above, with the reason. Remove it yourself, or as the user whose it is.',
  ],
  ASSETS_MISSING: [70, 'The page is not built.', 'Run npm start, or npm run build, in the folder of CHATTrace.'],
  WIPE_INCOMPLETE: [70, 'Not everything was closed in time.', 'The process ends now, and its memory with it.'],
  CONFIG_UNREADABLE: [78, 'The config file cannot be read.', 'Check the path and its permissions.'],
  CONFIG_NOT_JSON: [78, 'The config file is not JSON.', 'Compare it with the config.json of the package.'],
  CONFIG_UNKNOWN_KEY: [78, 'The config file has a key that does not exist.', 'See chattrace config for the keys.'],
  CONFIG_BAD_VALUE: [78, 'A setting has a value it cannot have.', 'See chattrace start --help.'],
  CONFIG_NOT_ALLOWED: [78, 'This setting works only by flag or by a file named with --config.', 'Move it there.'],
} as const satisfies Record<string, ErrorRow>;

/** Every error a person can meet. docs/errors.md lists them all, and a test says so. */
export const errors = { ...linkErrors, ...memberErrors, ...programErrors } as const;

export type ErrorCode = keyof typeof errors;
