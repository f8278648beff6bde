/** Something that must not be found: text, or bytes. */
export interface Needle {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Form {
  readonly form: string;
  readonly bytes: Buffer;
}

export const textNeedle = (name: string, text: string): Needle => ({ name, bytes: Buffer.from(text) });
export const bytesNeedle = (name: string, bytes: Uint8Array): Needle => ({ name, bytes: Buffer.from(bytes) });

/** As it is, in hexadecimal, in base64 wherever it begins in what was encoded, and each text of these in UTF-16. */
export function formsOf({ bytes }: Needle): readonly Form[] {
  const texts: readonly (readonly [string, string])[] = [
    ['hex', bytes.toString('hex')],
    ['HEX', bytes.toString('hex').toUpperCase()],
    ...[0, 1, 2].flatMap((before) => [
      [`base64 +${before}`, base64(bytes, before)] as const,
      [`base64url +${before}`, base64(bytes, before).replaceAll('+', '-').replaceAll('/', '_')] as const,
    ]),
    ...(isText(bytes) ? [['text', bytes.toString()] as const] : []),
  ];
  return [
    { form: 'raw', bytes },
    ...texts.filter(([form]) => form !== 'text').map(([form, text]) => ({ form, bytes: Buffer.from(text) })),
    ...texts.flatMap(([form, text]) => [
      { form: `${form}, UTF-16LE`, bytes: Buffer.from(text, 'utf16le') },
      { form: `${form}, UTF-16BE`, bytes: Buffer.from(text, 'utf16le').swap16() },
    ]),
  ];
}

/** The characters that depend on nothing before or behind. */
function base64(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
}

const isText = (bytes: Buffer): boolean => Buffer.from(bytes.toString()).equals(bytes);

/** The likeliest, for haystacks of hundreds of megabytes. */
export function plainForms({ bytes }: Needle): readonly Form[] {
  const texts = [bytes.toString('hex'), bytes.toString('base64url')];
  return [
    bytes,
    ...texts.map((text) => Buffer.from(text)),
    Buffer.from(isText(bytes) ? bytes.toString() : (texts[1] ?? ''), 'utf16le'),
  ].map((one, index) => ({ form: ['raw', 'hex', 'base64url', 'UTF-16LE'][index] ?? '', bytes: one }));
}

/** `name (form)` of everything of it that stands in the haystack. */
export const findIn = (hay: Buffer, needles: readonly Needle[], forms = formsOf): readonly string[] =>
  needles.flatMap((needle) => forms(needle).flatMap(({ form, bytes }) => (hay.includes(bytes) ? [`${needle.name} (${form})`] : [])));
