/** A client as whoever serves the page sees it: code that is bad for some only is chosen by these headers, if by any. */
export interface Visitor {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

export const visitors: readonly Visitor[] = [
  {
    name: 'a browser',
    headers: {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'accept-language': 'en-US,en;q=0.5',
    },
  },
  {
    name: 'a phone',
    headers: {
      'user-agent':
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'accept-language': 'de-DE,de;q=0.9',
    },
  },
];

/** What Node can undo again. */
const ENCODING = 'gzip, deflate, br';
const LOADED = { 'sec-fetch-mode': 'no-cors', 'sec-fetch-site': 'same-origin' };

/** The headers with which a visitor's browser asks for this path: as a page that is opened, or as a part of one. */
export function headersFor({ headers }: Visitor, path: string): Readonly<Record<string, string>> {
  return { ...headers, 'accept-encoding': ENCODING, ...kindOf(path) };
}

function kindOf(path: string): Readonly<Record<string, string>> {
  if (path.endsWith('.js')) return { accept: '*/*', 'sec-fetch-dest': 'script', ...LOADED };
  if (path.endsWith('.css')) return { accept: 'text/css,*/*;q=0.1', 'sec-fetch-dest': 'style', ...LOADED };
  return {
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'sec-fetch-dest': 'document',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-site': 'none',
    'upgrade-insecure-requests': '1',
  };
}
