import type { Group } from '../../../crypto/group.js';
import type { Leaseholder } from './leaseholder.js';
import type { Renewal } from './renewal.js';
import type { Vouching } from './vouching.js';

/** Where we are in a group: everything here ends with it. */
export interface Inside {
  readonly group: Group;
  readonly leaseholder: Leaseholder;
  readonly renewal: Renewal;
  readonly vouching: Vouching;
}
