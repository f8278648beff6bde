import { describe, expect, test } from 'vitest';
import { sshArguments, type SshCommand } from '../../../../src/adapters/tunnel/ssh/command.js';
import { parseSshDestination, type SshDestination } from '../../../../src/adapters/tunnel/ssh/destination.js';
import { sshFailure } from '../../../../src/adapters/tunnel/ssh/failure.js';
import { providerOf } from '../../../../src/adapters/tunnel/ssh/provider.js';

const words = (text: string, more: Partial<SshCommand> = {}): readonly string[] => {
  const destination = (parseSshDestination(text) as { value: SshDestination }).value;
  const provider = providerOf(destination.host);
  const listen = `${provider?.listenPort ?? 80}`;
  return sshArguments({ destination, provider, listen, port: 4000, knownHosts: '/run/known hosts', configFile: undefined, ...more });
};
const tail = (text: string): string =>
  words(text)
    .slice(words(text).indexOf('LogLevel=DEBUG1') + 1)
    .join(' ');

describe('words of ssh', () => {
  test.each([
    ['localhost.run', '-o PubkeyAuthentication=no -p 22 -l nokey -T -R 80:127.0.0.1:4000 -- localhost.run --output json'],
    ['me@localhost.run', '-p 22 -l me -T -R 80:127.0.0.1:4000 -- localhost.run --output json'],
    ['a.pinggy.io', '-o PubkeyAuthentication=no -p 443 -l free -T -R 0:127.0.0.1:4000 -- a.pinggy.io'],
    ['serveo.net:2222', '-p 2222 -l guest -T -R 80:127.0.0.1:4000 -- serveo.net'],
    ['me@box.example:2222', '-p 2222 -l me -N -R 80:127.0.0.1:4000 -- box.example'],
    ['box', '-N -R 80:127.0.0.1:4000 -- box'],
    ['me@[2001:db8::1]:22', '-p 22 -l me -N -R 80:127.0.0.1:4000 -- 2001:db8::1'],
  ])('%s', (destination, expected) => {
    // Whether keys are offered is the last of the settings.
    expect(tail(destination)).toBe(expected);
  });

  test('the file of known hosts may have a space or a percent sign in its path', () => {
    expect(words('box', { knownHosts: '/run/a %b/known' })).toContain('UserKnownHostsFile="/run/a %%b/known" ~/.ssh/known_hosts');
  });
});

test.each([
  '',
  '-oProxyCommand=x',
  'me@-oProxyCommand=x',
  '-l@box',
  'box:0',
  'box:65536',
  'box:x',
  'me@',
  'a b',
  'me@box;id',
  'box/x',
  '[::1',
  '$HOME',
])('no destination: %j', (text) => {
  expect(parseSshDestination(text).ok).toBe(false);
});

test.each([
  ['TUNNEL_OFFLINE', 'ssh: Could not resolve hostname box.example: Temporary failure in name resolution'],
  ['TUNNEL_HOST_UNKNOWN', 'ssh: Could not resolve hostname box.example: Name or service not known'],
  ['TUNNEL_OFFLINE', 'ssh: connect to host 192.0.2.1 port 22: Network is unreachable'],
  ['TUNNEL_OFFLINE', 'ssh: connect to host 192.0.2.1 port 22: No route to host'],
  ['TUNNEL_EDGE_BLOCKED', 'ssh: connect to host 192.0.2.1 port 22: Connection timed out'],
  ['TUNNEL_API_DOWN', 'ssh: connect to host 192.0.2.1 port 22: Connection refused'],
  ['TUNNEL_API_DOWN', 'kex_exchange_identification: Connection closed by remote host'],
  ['TUNNEL_API_DOWN', 'Connection reset by 192.0.2.1 port 22'],
  ['TUNNEL_AUTH_REFUSED', 'nokey@box: Permission denied (publickey).'],
  ['TUNNEL_AUTH_REFUSED', 'Received disconnect from 192.0.2.1 port 22:2: Too many authentication failures'],
  ['TUNNEL_HOST_KEY', 'Host key for box has changed and you have requested strict checking. · Host key verification failed.'],
  ['TUNNEL_FORWARD_REFUSED', 'Error: remote port forwarding failed for listen port 80'],
  ['TUNNEL_RATE_LIMITED', 'Too many tunnels from your address'],
  ['TUNNEL_EXITED', 'something that nobody has seen'],
  ['TUNNEL_EXITED', ''],
])('%s: %s', (code, text) => {
  expect(sshFailure(text)).toBe(code);
});
