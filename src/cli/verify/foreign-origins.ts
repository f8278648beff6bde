/** Addresses in a document that lead to somebody else: the page itself has none. */
export function foreignOrigins(document: string): readonly string[] {
  const found = document.matchAll(/(?:\b(?:https?|wss?):)?\/\/([a-z0-9_.[\]-]+(?::\d+)?)/giu);
  return [...new Set([...found].map(([whole]) => whole.toLowerCase()))].slice(0, 20);
}
