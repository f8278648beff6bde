/** A finger: no field takes the focus by itself (the keyboard would cover the page), and Enter is a new line. */
export const isTouch = (): boolean => matchMedia('(hover: none) and (pointer: coarse)').matches;
