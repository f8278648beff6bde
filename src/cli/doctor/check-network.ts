import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import type { Finding } from './finding.js';

/** Addresses for documentation, which nobody has (RFC 5737, RFC 3849). */
const NOBODY = { udp4: '192.0.2.1', udp6: '2001:db8::1' } as const;

/** The system chooses a way for a connected UDP socket; no packet leaves for that. */
async function hasRoute(family: keyof typeof NOBODY): Promise<boolean> {
  const socket = createSocket(family);
  try {
    socket.connect(443, NOBODY[family]);
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}

const reachesOthers = ({ internal, address }: NetworkInterfaceInfo): boolean => !internal && !/^(?:169\.254\.|fe[89ab])/iu.test(address);

/** Addresses by which others on the same network could reach this computer. */
const ownAddresses = (): readonly string[] =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(reachesOthers)
    .map(({ address }) => address);

/** Whether there is a way out, asked of this system alone. */
export async function checkNetwork(route = hasRoute, addresses = ownAddresses): Promise<Finding> {
  const [ipv4, ipv6] = [await route('udp4'), await route('udp6')];
  const own = addresses().length;
  const details = { ipv4, ipv6, addresses: own };
  if (ipv4 || ipv6) {
    const ways = [...(ipv4 ? ['IPv4'] : []), ...(ipv6 ? ['IPv6'] : [])].join(' and ');
    return { check: 'network', state: 'ok', text: `a way out by ${ways}; nobody was asked (--online asks a name server)`, details };
  }
  return {
    check: 'network',
    state: 'problem',
    text: own === 0 ? 'no network: only this computer can open a room' : 'no way to the Internet',
    fix:
      own === 0 ? 'Connect this computer to a network.' : 'Check the router or the default route. On the same network, start with --lan.',
    details,
  };
}
