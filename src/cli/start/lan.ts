import { networkInterfaces } from 'node:os';
import { isEvery, isPrivateAddress } from '../config/address.js';
import type { Settings } from '../config/schema.js';

type Interfaces = ReturnType<typeof networkInterfaces>;

/** Where the server listens: with --lan everywhere, unless --bind names something else beyond loopback. */
export const listenAddress = ({ bind, lan }: Pick<Settings, 'bind' | 'lan'>): string => (lan && bind === '127.0.0.1' ? '0.0.0.0' : bind);

/** How this computer itself reaches a server that listens there. */
export const localHost = (address: string): string => urlHost(address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address);

/** Doors lead to 127.0.0.1. */
export const reachesLoopback = (address: string): boolean => address === '127.0.0.1' || isEvery(address);

/** This computer as others in its network call it: IPv4 before IPv6, and no address of a container bridge when there is another. */
export function lanHost(listening: string, interfaces: Interfaces = networkInterfaces()): string | undefined {
  if (!isEvery(listening)) return urlHost(listening);
  const all = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ internal, address }) => !internal && isPrivateAddress(address) && !/^(?:169\.254\.|fe[89ab])/iu.test(address))
      .map(({ address, family }) => ({
        address,
        cost: (family === 'IPv4' ? 0 : 2) + (/^(?:docker|br-|veth|virbr|vmnet)/u.test(name) ? 1 : 0),
      })),
  );
  const [first] = all.filter(({ address }) => listening === '::' || !address.includes(':')).toSorted((a, b) => a.cost - b.cost);
  return first === undefined ? undefined : urlHost(first.address);
}

const urlHost = (address: string): string => (address.includes(':') ? `[${address}]` : address);
