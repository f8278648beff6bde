import { devNull } from 'node:os';

/** How cloudflared reaches Cloudflare: TCP or UDP, both on port 7844. */
export type EdgeProtocol = 'http2' | 'quic';

/**
 * `--config` of nothing: a config.yml in the user's home with `ingress:` would turn every visit into 404. `--protocol`: without it a
 * quick tunnel uses QUIC for ever. `--grace-period 0s`: it would take 30 s to end.
 */
export const tunnelArguments = (port: number, protocol: EdgeProtocol): readonly string[] =>
  [
    ['tunnel', '--config', devNull, '--no-autoupdate'],
    ['--grace-period', '0s', '--protocol', protocol],
    ['--metrics', '127.0.0.1:0', '--output', 'json'],
    ['--url', `http://127.0.0.1:${port}`],
  ].flat();

/** Without the settings of another tunnel: each of cloudflared's options can come from a TUNNEL_ variable. */
export const scrubbed = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.toUpperCase().startsWith('TUNNEL_')));
