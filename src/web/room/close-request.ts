/** Not every browser has it, nor do the types know it (HTML, "Close requests and close watchers"). */
type CloseWatching = new () => EventTarget & { destroy(): void };

/**
 * Android's Back, as Esc does, closes what was opened last, and does not leave the page: without an entry in the history, which would be
 * kept. Answers what ends that; nothing where the browser cannot.
 */
export function onCloseRequest(close: () => void): (() => void) | undefined {
  const { CloseWatcher } = globalThis as { readonly CloseWatcher?: CloseWatching };
  if (CloseWatcher === undefined) return undefined;
  const watcher = new CloseWatcher();
  watcher.addEventListener('close', close);
  return () => watcher.destroy();
}
