/** Nobody on the way can have changed the code of this page: https, this computer itself or a file of it, or an onion service in Tor Browser. */
export const isAuthentic = (): boolean => isSecureContext || location.protocol === 'file:';

/** The address that the code of this page came from; none when that is a file. */
export const codeOrigin = (): string | undefined => (location.protocol === 'file:' ? undefined : location.host);

/**
 * Whether this page may make keys. Over plain http only where the host chose so for the own network (--lan): then its server says it in the
 * page. Whoever alters the page on its way can say so too, but could leave out this question as well.
 */
export const mayJoinHere = (): boolean =>
  isAuthentic() || document.querySelector('meta[name="chattrace-plain-http"]')?.getAttribute('content') === 'lan';
