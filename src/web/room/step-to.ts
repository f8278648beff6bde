/** Goes from message to message of the log in which `from` is, or which it is. False: not by this key, or there is none. */
export function stepTo(key: string, from: HTMLElement): boolean {
  const log = from.closest('.log');
  const messages = [...(log?.querySelectorAll<HTMLElement>('.message') ?? [])];
  const at = messages.indexOf(from);
  const next = placeOf(key, at < 0 ? messages.length : at, messages.length);
  const message = next === undefined ? undefined : messages[Math.min(Math.max(0, next), messages.length - 1)];
  if (message === undefined) return false;
  message.focus({ preventScroll: true });
  message.scrollIntoView({ block: 'nearest' });
  return true;
}

function placeOf(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return at - 1;
    case 'ArrowDown':
      return at + 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
