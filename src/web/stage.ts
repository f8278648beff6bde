/** What fills the page. */
export interface Screen {
  readonly element: HTMLElement;
  /** It is in the document now: the place for focus. */
  shown?(): void;
  /** It is gone: listeners outside its own element end here. */
  dispose?(): void;
}

export type Show = (screen: Screen) => void;

export function createStage(app: HTMLElement): Show {
  let current: Screen | undefined;
  return (screen) => {
    current?.dispose?.();
    current = screen;
    app.replaceChildren(screen.element);
    screen.shown?.();
  };
}
