import type { TunnelErrorCode } from '../../../core/ports/tunnel.js';
import type { TorControl } from './control.js';
import { valueOf } from './control-reply.js';

/** An address of version 3: 32 bytes of key, checksum and version, in base 32. */
const SERVICE_ID = /^[a-z2-7]{56}$/u;
const WHY_CHARS = 300;

export type Added = { readonly id: string } | { readonly code: TunnelErrorCode; readonly why: string };

/**
 * Publishes our port at a new address, whose key only that tor has, and only as long as this connection lives (never `Detach`).
 */
export async function addOnion(control: TorControl, port: number): Promise<Added> {
  const reply = await control.ask(`ADD_ONION NEW:ED25519-V3 Flags=DiscardPK Port=80,127.0.0.1:${port}`);
  if (reply === undefined) return { code: 'TUNNEL_EXITED', why: 'tor has gone' };
  const id = reply.lines.map((line) => valueOf(line, 'ServiceID')).find((value) => value !== undefined);
  if (reply.code === 250 && id !== undefined && SERVICE_ID.test(id)) return { id };
  return { code: 'TUNNEL_AUTH_REFUSED', why: `tor answered: ${reply.code} ${reply.lines.at(-1)}`.slice(0, WHY_CHARS) };
}

/** After it nobody finds the service; then the visitors who are in it are cut off too, whom DEL_ONION leaves. */
export async function removeOnion(control: TorControl, id: string): Promise<void> {
  await control.ask(`DEL_ONION ${id}`);
  const circuits = await control.ask('GETINFO circuit-status');
  const ours = circuits?.lines.filter((line) => valueOf(line, 'REND_QUERY') === id).map((line) => line.replace('circuit-status=', ''));
  await Promise.all((ours ?? []).map((line) => control.ask(`CLOSECIRCUIT ${line.split(' ')[0]}`)));
}

/** Whether an event tells that a directory of the network has the address now. */
export const isUploaded = (event: string, id: string): boolean => event.startsWith(`HS_DESC UPLOADED ${id} `);
