import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pictureSize } from '../../../../src/client/picture/picture-size.js';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array => {
  const all = parts.flatMap((part) => (typeof part === 'string' ? [...part].map((one) => one.charCodeAt(0)) : part));
  return new Uint8Array([...all, ...Array.from({ length: 40 }, () => 0)]);
};

describe('the size of a picture', () => {
  test.each([
    ['png', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 13], 'IHDR', [0, 0, 1, 0, 0, 0, 2, 1]), { width: 256, height: 513 }],
    ['gif', bytes('GIF89a', [0x40, 1, 0xf0, 0]), { width: 320, height: 240 }],
    [
      'webp, extended',
      bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 0, 0, 0, 0, 0xff, 1, 0, 0x2b, 1, 0]),
      { width: 512, height: 300 },
    ],
    ['webp, lossless', bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [5, 0, 0, 0, 0x2f, 0x3f, 0xc1, 0x18, 0]), { width: 320, height: 100 }],
    [
      'webp, lossy',
      bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 ', [9, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 0x40, 1, 0xf0, 0]),
      { width: 320, height: 240 },
    ],
    ['jpeg', bytes([0xff, 0xd8, 0xff, 0xe1, 0, 4, 1, 2, 0xff, 0xff, 0xc2, 0, 11, 8, 0, 240, 1, 64]), { width: 320, height: 240 }],
    ['nothing of these', bytes('<svg width="5" height="5"/>'), undefined],
    ['a jpeg without a frame', bytes([0xff, 0xd8, 0xff, 0xda, 0, 4]), undefined],
    ['a png of no width', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 13], 'IHDR', [0, 0, 0, 0, 0, 0, 2, 1]), undefined],
  ])('%s', (_name, picture, size) => {
    expect(pictureSize(picture)).toEqual(size);
  });

  test('is asked of anything without harm', () => {
    const heads = ['GIF89a', 'RIFF0000WEBPVP8X', 'RIFF0000WEBPVP8L', '\u00ff\u00d8', '\u0089PNG\r\n\u001a\n0000IHDR'];
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 300 }), (head, rest) => {
        const size = pictureSize(new Uint8Array([...[...head].map((one) => one.charCodeAt(0)), ...rest]));
        expect(size === undefined || (size.width > 0 && size.height > 0)).toBe(true);
      }),
      { seed: 7, numRuns: 3_000 },
    );
  });
});
