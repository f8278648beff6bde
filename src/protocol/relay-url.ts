/** Where the relay of a link listens, for a WebSocket. `origin`: as in a link, `https://host` or `http://host`. */
export const relayUrl = (origin: string): string => `${origin.replace(/^http/u, 'ws')}/ws`;
