import fc from 'fast-check';

const point = fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }));

/** Well-formed text of any code points, ASCII as often as everything else. (fast-check's own `binary` unit takes seconds to build.) */
export const anyText = (maxLength = 30): fc.Arbitrary<string> =>
  fc.array(point, { maxLength }).map((points) => String.fromCodePoint(...points));
