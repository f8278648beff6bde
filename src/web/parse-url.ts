/** An address as this browser understands it. (`URL.canParse` is younger than the browsers that come here.) */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
