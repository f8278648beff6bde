/** What fills the page. */
export interface Screen {
  readonly element: HTMLElement;
  /** It is in the document now: the place for focus. */
  shown?(): void;
  /** It is gone: listeners outside its own element end here. */
  dispose?(): void;
  /** The same in the language that is spoken now, with what was typed and where the reader was. Absent: it is made as at first. */
  again?(): Screen;
  /** As `again`, by what is in the document already. */
  redraw?(): void;
}

/** `make`: once, and again for another language. */
export type Show = (make: () => Screen) => void;

interface Stage {
  readonly show: Show;
  readonly redraw: () => void;
}

export function createStage(app: HTMLElement): Stage {
  let current: Screen | undefined;
  let makeIt: (() => Screen) | undefined;
  const put = (screen: Screen): void => {
    current?.dispose?.();
    current = screen;
    app.replaceChildren(screen.element);
    screen.shown?.();
  };
  const redraw = (): void => {
    if (current === undefined || makeIt === undefined) return;
    // A language may come late: whoever has chosen files by then, or compares keys, is not interrupted.
    const busy = app.querySelector('dialog:not(.settings)');
    if (busy !== null) return busy.addEventListener('close', redraw, { once: true });
    const isChosenHere = document.activeElement?.matches('.language select') === true;
    // What waits for a dialog to close hears of it.
    for (const dialog of app.querySelectorAll('dialog')) dialog.close();
    if (current.redraw === undefined) put(current.again?.() ?? makeIt());
    else current.redraw();
    if (isChosenHere) app.querySelector<HTMLElement>('.language select')?.focus();
  };
  return {
    show(make) {
      makeIt = make;
      put(make());
    },
    redraw,
  };
}
