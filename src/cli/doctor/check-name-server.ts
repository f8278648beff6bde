import { resolveHost, type ResolveHost } from '../../adapters/tunnel/cloudflared/resolve-host.js';
import type { Finding } from './finding.js';

/** The service that gives a quick tunnel its address. */
const ASKED = 'api.trycloudflare.com';
const WAIT_MS = 8_000;

/** The one look that asks somebody else: the same name server, and in the same way, as before a public address is printed. */
export async function checkNameServer(resolve: ResolveHost = resolveHost): Promise<Finding> {
  const details = { asked: ASKED, at: '1.1.1.1' };
  try {
    const answer = await resolve(ASKED, AbortSignal.timeout(WAIT_MS));
    if (answer === 'found') return { check: 'name server', state: 'ok', text: `1.1.1.1 answers: ${ASKED} is there`, details };
    const fix = 'Something on the way alters the answers of name servers. Use another network, or --tunnel ssh:… or tor.';
    return { check: 'name server', state: 'problem', text: `1.1.1.1 says that ${ASKED} does not exist`, fix, details };
  } catch {
    const fix = 'Check the network: neither port 53 (UDP) nor port 443 of 1.1.1.1 can be reached.';
    return { check: 'name server', state: 'problem', text: '1.1.1.1 does not answer', fix, details };
  }
}
