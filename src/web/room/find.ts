/** Where something stands in a text. */
export interface Found {
  readonly from: number;
  readonly to: number;
}

/** Capital and small letters alike. What has another length as a small letter stays: places must be those of the text itself. */
const fold = (text: string): string => {
  const small = text.toLowerCase();
  if (small.length === text.length) return small;
  return Array.from(text, (one) => (one.toLowerCase().length === one.length ? one.toLowerCase() : one)).join('');
};

/** Every place of `wanted` in `text`, none of them in another one. */
export function findIn(text: string, wanted: string): readonly Found[] {
  const [here, what] = [fold(text), fold(wanted)];
  const found: Found[] = [];
  if (what === '') return found;
  for (let from = here.indexOf(what); from >= 0; from = here.indexOf(what, from + what.length))
    found.push({ from, to: from + what.length });
  return found;
}
