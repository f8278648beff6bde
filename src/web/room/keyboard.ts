/**
 * Keeps the room inside what a phone's keyboard leaves. Where the browser knows `interactive-widget` (index.html) that is so already;
 * Safari lays the keyboard over the page and moves the page up instead.
 */
export function fitToKeyboard(room: HTMLElement, signal: AbortSignal): void {
  const viewport = visualViewport;
  if (viewport === null) return;
  const fit = (): void => {
    // Someone looks closer: then the viewport is a part of the room.
    if (viewport.scale !== 1) return;
    room.style.height = `${viewport.height}px`;
    scrollTo(0, 0);
  };
  viewport.addEventListener('resize', fit, { signal });
}
