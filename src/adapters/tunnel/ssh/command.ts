import type { SshDestination } from './destination.js';
import type { Provider } from './provider.js';

export interface SshCommand {
  readonly destination: SshDestination;
  readonly provider: Provider | undefined;
  /** `[address:]port` at which the other side listens. */
  readonly listen: string;
  /** Of our server on 127.0.0.1. */
  readonly port: number;
  readonly knownHosts: string;
  readonly configFile: string | undefined;
}

/** ssh_config(5): percent signs are tokens, and a path with spaces is quoted. */
const quoted = (path: string): string => `"${path.replaceAll('%', '%%')}"`;

/**
 * Options win over the user's configuration, which is read: it knows keys, jump hosts and proxies. What in it would hand our forwarding to
 * another ssh that outlives us, ask a question, lend out an agent, or name keys of hosts that nobody has seen is switched off, and the
 * commands that it would run once connected. Programs that it needs on the way still run, as they do for any ssh of the user: ProxyCommand,
 * and those of `Match exec`.
 */
const settings = (knownHosts: string, keys: boolean): readonly string[] => [
  'BatchMode=yes',
  'ExitOnForwardFailure=yes',
  'ServerAliveInterval=20',
  'ServerAliveCountMax=3',
  'ConnectTimeout=15',
  // A key that the user knows must be that one; a new one is written into the first file, which goes with us.
  'StrictHostKeyChecking=accept-new',
  `UserKnownHostsFile=${quoted(knownHosts)} ~/.ssh/known_hosts`,
  'KnownHostsCommand=none',
  'UpdateHostKeys=no',
  'ControlMaster=no',
  'ControlPath=none',
  'ForwardAgent=no',
  'ForwardX11=no',
  'PermitLocalCommand=no',
  'RemoteCommand=none',
  'RequestTTY=no',
  'ForkAfterAuthentication=no',
  'LogLevel=DEBUG1',
  ...(keys ? [] : ['PubkeyAuthentication=no']),
];

/** The words after `ssh`. */
export function sshArguments({ destination, provider, listen, port, knownHosts, configFile }: SshCommand): readonly string[] {
  const user = destination.user ?? provider?.user;
  const sshPort = destination.port ?? provider?.port;
  const keys = provider?.keys(user ?? provider.user) ?? true;
  return [
    ...(configFile === undefined ? [] : ['-F', configFile]),
    ...settings(knownHosts, keys).flatMap((setting) => ['-o', setting]),
    ...(sshPort === undefined ? [] : ['-p', `${sshPort}`]),
    ...(user === undefined ? [] : ['-l', user]),
    // A provider tells the address in a session; of one's own host nothing is run.
    ...(provider === undefined ? ['-N'] : ['-T']),
    '-R',
    `${listen}:127.0.0.1:${port}`,
    '--',
    destination.host,
    ...(provider?.command ?? []),
  ];
}
