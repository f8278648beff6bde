import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanPicture } from '../../../../src/client/picture/clean-picture.js';
import { pictureType } from '../../../../src/client/picture/picture-type.js';
import {
  block,
  bytes,
  CANARY,
  chunk,
  exif,
  gif,
  has,
  jfif,
  jpeg,
  png,
  riff,
  segment,
  vp8,
  vp8x,
  webp,
} from '../../../helpers/picture-files.js';

const whole = {
  'image/jpeg': jpeg([jfif(), segment(0xe1, 'Exif\0\0', exif(6)), segment(0xfe, CANARY)]),
  'image/png': png([chunk('tEXt', CANARY), chunk('eXIf', exif(6))]),
  'image/webp': webp([vp8x(0x0c), vp8(), riff('EXIF', exif(6)), riff('XMP ', CANARY)]),
  'image/gif': gif([block(0xfe, CANARY), block(0xff, 'NETSCAPE2.0', bytes(1, 5, 0))]),
} as const;
const kinds = Object.entries(whole);

test('canaries are where they are looked for', () => expect(Object.values(whole).every((file) => has(file, CANARY))).toBe(true));

describe('what a file is', () => {
  test.each(kinds)('is seen in its first bytes: %s', (type, file) => {
    expect(pictureType(file)).toBe(type);
    expect(pictureType(file.subarray(1))).toBeUndefined();
    expect(cleanPicture(file)).toMatchObject({ mime: type, cleaned: true });
  });

  test.each([
    '',
    'hello',
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    '<!doctype html><script>alert(1)</script>',
    '%PDF-1.7 and more',
    '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
    '\0\0\0\x1cftypavif\0\0\0\0avifmif1',
    'BM6\0\0\0\0\0\0\0\x36\0\0\0',
    'RIFF\x10\0\0\0WAVEfmt ',
    'GIF90a\x01\0\x01\0\0\0\0',
  ])('is no picture that is known here: %j', (text) => {
    expect(pictureType(bytes(text))).toBeUndefined();
    expect(cleanPicture(bytes(text))).toBeUndefined();
  });
});

describe('a broken picture', () => {
  test.each(kinds)('is said to be one, wherever it is cut: %s', (_type, file) => {
    for (let length = 12; length < file.length; length++) {
      const cut = file.slice(0, length);
      expect(cleanPicture(cut), `${length}`).toEqual({ bytes: cut, mime: 'application/octet-stream', cleaned: false });
    }
    for (let length = 0; length < 12; length++) expect(cleanPicture(file.slice(0, length))?.cleaned ?? false).toBe(false);
  });

  test.each([
    ['a JPEG without a scan', bytes(0xff, 0xd8, segment(0xe3, 'x'), 0xff, 0xd9)],
    ['a JPEG in a JPEG', jpeg([bytes(0xff, 0xd8)])],
    ['a length that is none', jpeg([bytes(0xff, 0xe3, 0, 1)])],
    ['bytes between its parts', jpeg([jfif(), bytes('x')])],
    ['a PNG without data', bytes('\x89PNG\r\n\x1A\n', chunk('IHDR', new Uint8Array(13)), chunk('IEND'))],
    ['a PNG that begins otherwise', bytes('\x89PNG\r\n\x1A\n', chunk('CgBI', 'abcd'), png().subarray(8))],
    ['a chunk that is needed and not known', png([chunk('CgBI', 'abcd')])],
    ['a chunk longer than the file', png([bytes(0x7f, 0xff, 0xff, 0xff, 'tEXt')])],
    ['a WebP without a picture', webp([riff('EXIF', exif(1))])],
    ['a frame with nothing to draw', webp([vp8x(2), riff('ANMF', new Uint8Array(16))])],
    ['a RIFF longer than the file', bytes('RIFF', 0xff, 0xff, 0xff, 0x7f, 'WEBP', vp8())],
    ['a GIF without a picture', bytes('GIF89a', new Uint8Array(7), 0x3b)],
    ['a GIF of unknown blocks', gif([bytes(0x99, 0)])],
    ['a GIF with a strange control', gif([block(0xf9, CANARY)]).subarray(0, 30)],
    ['more parts than any picture has', jpeg(Array.from({ length: 70_000 }, () => segment(0xe3)))],
  ])('%s', (_name, file) => expect(cleanPicture(file)?.cleaned).toBe(false));

  test('in any way throws nothing, lets nothing through that is not drawn, and is the same a second time', () => {
    const change = fc.tuple(fc.nat(400), fc.nat(255));
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(whole)),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.nat(60),
        (file, changes, cut) => {
          const broken = file.slice(0, file.length - (cut < 30 ? 0 : cut));
          for (const [at, value] of changes) broken[at % broken.length] = value;
          const picture = cleanPicture(broken);
          if (picture?.cleaned !== true) return;
          expect(cleanPicture(picture.bytes)).toEqual(picture);
        },
      ),
      { seed: 11, numRuns: 4_000 },
    );
  });
});
