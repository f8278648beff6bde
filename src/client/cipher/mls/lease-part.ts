import { there } from '../../../protocol/part.js';
import { buildLeaseCommit } from './lease-commit.js';

/** For members to whom the relay gives the lease. */
export const leasePart = there({ buildLeaseCommit });
