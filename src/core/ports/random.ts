/** `length` bytes that nobody can guess. */
export type Random = (length: number) => Uint8Array;
