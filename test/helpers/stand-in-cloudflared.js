#!/usr/bin/env node
/**
 * Stands in for cloudflared where there is no Internet: it takes the same arguments, prints the same texts, and serves /ready and
 * /quicktunnel. CHATTRACE_STAND_IN names what it plays, or two with a slash between: for http2, and for quic. With
 * CHATTRACE_STAND_IN_CONTROL, a port on 127.0.0.1, it says there how it was started, and does what it is told: lose, back, crash.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const args = process.argv.slice(2);
const valueOf = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);

if (args.includes('--version')) {
  process.stdout.write('cloudflared version 2026.9.1 (built 2026-09-11-10:02 UTC)\n');
  process.exit(0);
}

const protocol = valueOf('--protocol') ?? 'auto';
const plays = (process.env.CHATTRACE_STAND_IN ?? 'works').split('/');
const play = (protocol === 'quic' ? plays[1] : undefined) ?? plays[0];
const host = `scarlet-otter-${process.pid}-demo.trycloudflare.com`;
const tunnelVariables = Object.keys(process.env).filter((name) => name.startsWith('TUNNEL_'));

/** As cloudflared does without --config: a config with ingress rules answers every visit that no rule is for with 404. */
const ownConfig = join(process.env.HOME ?? '/', '.cloudflared', 'config.yml');
const hasIngress = valueOf('--config') === undefined && existsSync(ownConfig) && readFileSync(ownConfig, 'utf8').includes('ingress:');

let connected = false;
let bytewise = Promise.resolve();

const write = (text) => {
  if (play !== 'drips') {
    process.stderr.write(text);
    return;
  }
  // One piece for every byte: a pipe may join them, so each waits for the one before to be gone.
  bytewise = bytewise.then(async () => {
    for (const byte of Buffer.from(text)) {
      process.stderr.write(Buffer.of(byte));
      await delay(0);
    }
  });
};
const say = (message, fields = {}) => write(`${JSON.stringify({ level: 'info', ...fields, time: '2026-09-12T10:00:00Z', message })}\n`);
const complain = (message, fields) => say(message, { level: 'error', ...fields });

const giveUp = async (line, code = 1) => {
  write(`${line}\n`);
  await bytewise;
  process.exit(code);
};

const box = (url) => {
  const rows = ['Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):', url];
  const width = Math.max(...rows.map((row) => row.length));
  const border = `+${'-'.repeat(width + 4)}+`;
  for (const row of [border, ...rows.map((text) => `|  ${text.padEnd(width)}  |`), border]) say(row);
};

const listening = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

/** Where visitors would come from: what the edge does with a request for the host. */
const edge = createServer((incoming, answer) => {
  if (!connected) return void answer.writeHead(530).end('error code: 1033');
  if (hasIngress) return void answer.writeHead(404).end();
  const { method, url, headers } = incoming;
  const onward = request(`${valueOf('--url')}${url}`, { method, headers }, (got) =>
    got.pipe(answer.writeHead(got.statusCode, got.headers)),
  );
  onward.on('error', () => answer.writeHead(502).end());
  return incoming.pipe(onward);
});

const metrics = createServer((incoming, answer) => {
  if (play === 'metrics-silent') return;
  if (incoming.url === '/quicktunnel') answer.end(JSON.stringify({ hostname: play === 'other-host' ? 'other.trycloudflare.com' : host }));
  else if (incoming.url === '/ready') {
    answer.writeHead(connected ? 200 : 503).end(JSON.stringify({ status: connected ? 200 : 503, readyConnections: connected ? 1 : 0 }));
  } else answer.writeHead(404).end();
});

const at = { connIndex: 0, event: 0, ip: '198.41.200.193' };
const blocked = {
  'tcp-blocked': () =>
    complain('Unable to establish connection with Cloudflare edge', {
      ...at,
      error: 'DialContext error: dial tcp 198.41.200.193:7844: i/o timeout',
    }),
  'tls-eof': () => complain('Unable to establish connection with Cloudflare edge', { ...at, error: 'TLS handshake with edge error: EOF' }),
  'udp-blocked': () =>
    complain('Failed to dial a quic connection', { ...at, error: 'failed to dial to edge with quic: timeout: no recent network activity' }),
  hangs: () => say('Initial protocol http2'),
};

const POST = 'failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel":';
const unmarshal = (status, body, error) => {
  complain(`Error unmarshaling QuickTunnel response: ${body}`, { error, status_code: status });
  return giveUp(`failed to unmarshal quick Tunnel: ${error}`);
};
const E = "invalid character 'e' looking for beginning of value";
const refusals = {
  offline: () => giveUp(`${POST} dial tcp: lookup api.trycloudflare.com on 127.0.0.53:53: server misbehaving`),
  unreachable: () => giveUp(`${POST} dial tcp 104.16.230.132:443: connect: network is unreachable`),
  'no-answer': () => giveUp(`${POST} context deadline exceeded (Client.Timeout exceeded while awaiting headers)`),
  'too-many': () => unmarshal('429 Too Many Requests', 'error code: 1015', E),
  'too-many-text': () => {
    complain('Error unmarshaling QuickTunnel response: error code: 1015');
    return giveUp('failed to unmarshal quick Tunnel: no JSON');
  },
  'too-many-old': () => giveUp(`failed to unmarshal quick Tunnel: ${E}`),
  'no-id': () => giveUp('failed to parse quick Tunnel ID: invalid UUID length: 0'),
  'api-down': () => unmarshal('502 Bad Gateway', '<html>', "invalid character '<' looking for beginning of value"),
  'api-error': () => unmarshal('500 Internal Server Error', 'error code: 1101', E),
  exits: () => giveUp('panic: runtime error: invalid memory address or nil pointer dereference', 2),
  'never-asks': () => {},
};

const run = async () => {
  if (tunnelVariables.length > 0) return giveUp(`stand-in: ${tunnelVariables.join(', ')} would change what is asked for`);
  say('Thank you for trying Cloudflare Tunnel. Doing so, without a Cloudflare account, is a quick way to experiment and try it out.');
  say('Requesting new quick Tunnel on trycloudflare.com...');
  if (refusals[play] !== undefined) return refusals[play]();
  box(play === 'api-row' ? 'https://api.trycloudflare.com' : `https://${host}`);
  say(`Settings: map[p:${protocol} url:${valueOf('--url')}]`);
  const port = await listening(metrics);
  say(`Starting metrics server on 127.0.0.1:${port}/metrics`);
  if (blocked[play] !== undefined) return blocked[play]();
  connected = true;
  return say('Registered tunnel connection', { ...at, connection: 'f3a1c2de-0000-4000-8000-000000000000', location: 'fra03', protocol });
};

const commands = {
  lose: () => {
    connected = false;
    complain('Connection terminated', { ...at, error: 'connection with edge closed' });
  },
  back: () => {
    connected = true;
    say('Registered tunnel connection', at);
  },
  crash: () => giveUp('fatal error: all goroutines are asleep - deadlock!', 2),
};

/** Without `--grace-period 0s` the real one takes 30 s to end. */
process.on('SIGTERM', () => {
  if (play === 'deaf') return;
  if (valueOf('--grace-period') === '0s') process.exit(0);
  setTimeout(() => process.exit(0), 30_000);
});

const edgePort = await listening(edge);
const control = Number(process.env.CHATTRACE_STAND_IN_CONTROL ?? 0);
if (control === 0) await run();
else {
  const socket = connect(control, '127.0.0.1', () => {
    const { pid, ppid } = process;
    socket.write(`${JSON.stringify({ pid, ppid, args, edgePort, protocol, url: `https://${host}` })}\n`);
  });
  socket.on('error', () => process.exit(3));
  socket.setEncoding('utf8').on('data', (text) => {
    for (const word of text.split('\n').filter((line) => line !== '')) (word === 'run' ? run : commands[word])();
  });
}
