import type { Part } from '../protocol/part.js';

/** Longer than this nobody waits: it may be asked for again. */
const PATIENCE_MS = 10_000;

/** What the file of a part exports: from what the script of the page has already, it makes the part. */
interface PartModule<T> {
  readonly default: (shared: object) => Part<T>;
}

/**
 * A part that is fetched when it is first needed. `integrity`: SHA-384 of its file. Only the page's build writes calls of this: the name of
 * the file depends on what is in it.
 */
export function fetchedPart<T>(path: string, integrity: string, shared: () => object): Part<T> {
  let part: Part<T> | undefined;
  let loading: Promise<T> | undefined;
  let tries = 0;
  const fetchIt = async (): Promise<T> => {
    // A browser remembers a module that did not come by its whole address; of what stands behind the # the server hears nothing.
    const url = tries === 0 ? path : `${path}#${tries}`;
    tries += 1;
    try {
      await preload(url, integrity);
      const module = (await import(url)) as PartModule<T>;
      part = module.default(shared());
      return part.load();
    } finally {
      loading = undefined;
    }
  };
  return {
    get now() {
      return part?.now;
    },
    load: () => part?.load() ?? (loading ??= fetchIt()),
  };
}

/**
 * Puts the module into the list from which the import takes it, if it has this hash: the bytes that are run are those that were compared.
 * A browser that cannot do that goes on without: what it trusts is the document, from the same address, which nothing checks either.
 */
function preload(url: string, integrity: string): Promise<void> {
  const link = document.createElement('link');
  if (!link.relList.supports('modulepreload')) return Promise.resolve();
  link.rel = 'modulepreload';
  link.href = url;
  link.integrity = integrity;
  return new Promise<void>((resolve, reject) => {
    link.addEventListener('load', () => resolve());
    const refuse = (): void => reject(new Error(`${url} did not come, or is not what it must be`));
    link.addEventListener('error', refuse);
    setTimeout(refuse, PATIENCE_MS);
    document.head.append(link);
  }).finally(() => link.remove());
}
