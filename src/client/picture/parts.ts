/** No picture has so many parts; a file that does is not taken apart. */
export const PARTS_MOST = 65_536;

/** Parts of a file as one. There may be more than a call can have arguments. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
