/** What a parser of outside data answers. Absent is `undefined`, malformed is `ok: false`, a bug throws. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export const parsed = <T>(value: T): Parsed<T> => ({ ok: true, value });

export const malformed = (reason: string): { readonly ok: false; readonly reason: string } => ({ ok: false, reason });

/** Ends an exhaustive switch: a new case that nobody handles is a type error here. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
