import { parseSshDestination } from './destination.js';
import { providerOf } from './provider.js';

/** `--public-url`: where one's own host shows us. `undefined`: it is no plain http or https origin. */
export const publicOrigin = (text: string | undefined): URL | undefined => {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const plain = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  return plain && /^https?:$/u.test(url.protocol) ? url : undefined;
};

/** A provider tells its address; of any other host it must be named, else the door fails with TUNNEL_NO_PUBLIC_URL. Known before it opens. */
export const lacksPublicUrl = (destination: string, publicUrl: string | undefined): boolean => {
  const parsed = parseSshDestination(destination);
  return parsed.ok && providerOf(parsed.value.host) === undefined && publicOrigin(publicUrl) === undefined;
};
