import { describe, expect, test } from 'vitest';
import { cleanPicture } from '../../../../src/client/picture/clean-picture.js';
import { readOrientation } from '../../../../src/client/picture/orientation.js';
import {
  block,
  bytes,
  CANARY,
  chunk,
  exif,
  frame,
  gif,
  has,
  jfif,
  jpeg,
  png,
  PROFILE,
  riff,
  segment,
  vp8,
  vp8x,
  webp,
} from '../../../helpers/picture-files.js';

const clean = (file: Uint8Array): Uint8Array => {
  const picture = cleanPicture(file);
  expect(picture?.cleaned).toBe(true);
  expect(has(picture?.bytes ?? file, CANARY)).toBe(false);
  return picture?.bytes ?? bytes();
};
/** Of the Exif block that a file still has. */
const turnedIn = (file: Uint8Array, before: string): number =>
  readOrientation(file.subarray(Buffer.from(file).indexOf(before) + before.length));
const icc = segment(0xe2, 'ICC_PROFILE\0', 1, 1, PROFILE);

describe('of a JPEG', () => {
  const canaries = [
    segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', CANARY),
    segment(0xe2, 'MPF\0', CANARY),
    segment(0xe0, 'JFXX\0', CANARY),
    segment(0xe3, CANARY),
    segment(0xed, 'Photoshop 3.0\0', CANARY),
    segment(0xee, 'Adobe', CANARY),
    segment(0xef, CANARY),
    segment(0xf5, CANARY),
    segment(0xfe, CANARY),
  ];
  const adobe = segment(0xee, 'Adobe', 0, 100, 0, 0, 0, 0, 1);

  test('stays what draws it', () => {
    expect(clean(jpeg([jfif(), icc, adobe]))).toEqual(jpeg([jfif(), icc, adobe]));
    expect(clean(jpeg())).toEqual(jpeg());
  });

  test('goes what tells of its making, wherever it stands, and what stands behind its end', () => {
    const told = jpeg([jfif(), segment(0xe1, 'Exif\0\0', exif(1)), icc, ...canaries, adobe], bytes(jpeg([segment(0xfe, CANARY)]), CANARY));
    expect(clean(told)).toEqual(jpeg([jfif(), icc, adobe]));
    expect(clean(bytes(jpeg().subarray(0, -2), ...canaries, 0xff, 0xd9))).toEqual(jpeg());
  });

  test('goes a thumbnail, which may show what was cut away', () => {
    expect(clean(jpeg([jfif(bytes(CANARY, ' '))]))).toEqual(jpeg([bytes(jfif())]));
  });

  test.each(['II', 'MM'] as const)('stays how it is turned, and nothing else of Exif (%s)', (order) => {
    const file = clean(jpeg([jfif(), segment(0xe1, 'Exif\0\0', exif(6, order)), icc]));
    expect(turnedIn(file, 'Exif\0\0')).toBe(6);
    expect(file.length).toBe(jpeg([jfif(), icc]).length + 36);
    expect(clean(file)).toEqual(file);
  });

  test.each([0, 9, 65_535])('goes a turn of %d, which is none', (orientation) => {
    expect(clean(jpeg([segment(0xe1, 'Exif\0\0', exif(orientation))]))).toEqual(jpeg());
  });

  test('fill bytes and lone marks are passed over', () => {
    expect(clean(jpeg([bytes(0xff, 0xff, 0xff), segment(0xfe, CANARY).subarray(1), bytes(0xff, 0x01, 0xff, 0xd0)]))).toEqual(jpeg());
  });
});

describe('of a PNG', () => {
  const stay = [chunk('iCCP', 'x\0\0', PROFILE), chunk('gAMA', 0, 0, 0xb1, 0x8f), chunk('pHYs', 0, 0, 1, 0, 0, 0, 1, 0, 1)];
  const canaries = ['tEXt', 'zTXt', 'iTXt', 'tIME', 'sPLT', 'vpAg', 'prVt', 'caBX'].map((type) => chunk(type, CANARY));

  test('stays what draws it', () => expect(clean(png(stay))).toEqual(png(stay)));

  test('goes what tells of its making, and what stands behind its end', () => {
    expect(clean(png([...canaries, ...stay, chunk('eXIf', exif(1))], bytes(chunk('tEXt', CANARY), CANARY)))).toEqual(png(stay));
  });

  test('stays how it is turned', () => {
    const file = clean(png([chunk('eXIf', exif(3, 'MM')), ...stay]));
    expect(turnedIn(file, 'eXIf')).toBe(3);
    expect(clean(file)).toEqual(file);
    expect(file.length).toBe(png(stay).length + 38);
  });
});

describe('of a WebP', () => {
  const [profile, alpha] = [riff('ICCP', PROFILE), riff('ALPH', 0, 1, 2)];

  test('stays what draws it', () => {
    expect(clean(webp([vp8()]))).toEqual(webp([vp8()]));
    expect(clean(webp([vp8x(0x30), profile, alpha, vp8()]))).toEqual(webp([vp8x(0x30), profile, alpha, vp8()]));
  });

  test('goes what tells of its making, with its flags, and what stands behind its end', () => {
    const told = [vp8x(0x2c), profile, vp8(), riff('EXIF', exif(1)), riff('XMP ', CANARY), riff('priv', CANARY)];
    expect(clean(webp(told, bytes(CANARY)))).toEqual(webp([vp8x(0x20), profile, vp8()]));
    expect(clean(webp([vp8(), riff('EXIF', exif(6)), riff('XMP ', CANARY)]))).toEqual(webp([vp8()]));
  });

  test('goes what is hidden in a frame', () => {
    const anim = riff('ANIM', 0, 0, 0, 0, 0, 0);
    expect(clean(webp([vp8x(0x02), anim, frame(vp8(), riff('priv', CANARY)), frame(alpha, vp8())]))).toEqual(
      webp([vp8x(0x02), anim, frame(vp8()), frame(alpha, vp8())]),
    );
  });

  test('stays how it is turned', () => {
    const file = clean(webp([vp8x(0x08), vp8(), riff('EXIF', exif(8))]));
    expect(turnedIn(file, 'EXIF\x1a\0\0\0')).toBe(8);
    expect(file.subarray(0, 38)).toEqual(webp([vp8x(0x08), vp8(), riff('EXIF', new Uint8Array(26))]).subarray(0, 38));
    expect(clean(file)).toEqual(file);
  });
});

describe('of a GIF', () => {
  const control = block(0xf9, bytes(0, 0, 0, 0));
  const loop = block(0xff, 'NETSCAPE2.0', bytes(1, 5, 0));

  test('stays what draws it, and how often', () => expect(clean(gif([loop, control]))).toEqual(gif([loop, control])));

  test('goes what tells of its making, and what stands behind its end', () => {
    const told = [
      block(0xfe, CANARY),
      block(0xff, 'XMP DataXMP', CANARY),
      block(0xff, 'NETSCAPE2.0', bytes(2, 0, 0, 0), CANARY),
      block(0xff, 'NETSCAPE2.0', bytes(1, 5, 0), CANARY),
      block(0x01, new Uint8Array(12), CANARY),
      block(0x77, CANARY),
      control,
    ];
    expect(clean(gif(told, bytes(CANARY)))).toEqual(gif([loop, control]));
  });
});
