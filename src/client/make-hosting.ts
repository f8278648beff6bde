import { Hosting, type HostingOptions } from './hosting.js';
import type { MemberOptions } from './member-api.js';

/** For the host's own member only. No page is a host: the builds of the page have nothing here (scripts/lib/page-left-out.js). */
export const makeHosting = (host: MemberOptions['host'], options: Omit<HostingOptions, 'host'>): Hosting | undefined =>
  host === undefined ? undefined : new Hosting({ ...options, host });
