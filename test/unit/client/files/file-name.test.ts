import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanMime, cleanName } from '../../../../src/client/files/file-name.js';
import { isUnsafe } from '../../../../src/protocol/unsafe-text.js';
import { encodeUtf8 } from '../../../../src/protocol/utf8.js';
import { anyText } from '../../../helpers/any-text.js';

describe('the name of a file', () => {
  test.each([
    ['photo.png', 'photo.png'],
    ['../../etc/passwd', 'passwd'],
    ['/etc/cron.d/job', 'job'],
    ['C:\\Users\\ana\\note.txt', 'note.txt'],
    ['C:note.txt', 'note.txt'],
    ['\\\\server\\share\\x', 'x'],
    ['.bashrc', 'bashrc'],
    ['...', 'file'],
    ['..', 'file'],
    ['', 'file'],
    ['folder/', 'folder'],
    ['  name.txt . ', 'name.txt'],
    ['a\u0000b\u001b[31mc\n.txt', 'ab[31mc.txt'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['a\u200bb\u2066c\ufeff.txt', 'abc.txt'],
    ['a\u00a0b\u3000c', 'a b c'],
    ['con', '_con'],
    ['NUL.txt', '_NUL.txt'],
    ['com1 .log', '_com1 .log'],
    ['lpt9.a.b', '_lpt9.a.b'],
    ['console.log', 'console.log'],
    ['a<b>:"|?*.txt', 'a_b______.txt'],
    ['e\u0301.txt', 'é.txt'],
    ['\u202e', 'file'],
  ])('%j is shown as %j', (name, shown) => {
    expect(cleanName(name)).toBe(shown);
  });

  test('keeps its ending when it is cut', () => {
    expect(cleanName(`${'n'.repeat(400)}.tar`)).toBe(`${'n'.repeat(251)}.tar`);
    expect(cleanName(`${'é'.repeat(200)}.png`)).toBe(`${'é'.repeat(125)}.png`);
    expect(encodeUtf8(cleanName(`a.${'e'.repeat(400)}`)).length).toBe(255);
  });

  test('of anything can be shown and saved, and is not changed again', () => {
    const odd = fc
      .array(fc.oneof(anyText(), fc.constantFrom('/', '\\', '..', '.', ' ', 'C:', 'con', '\u202e', '\u0000', 'e\u0301')))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(odd, (name) => {
        const clean = cleanName(name);
        expect(encodeUtf8(clean).length).toBeGreaterThan(0);
        expect(encodeUtf8(clean).length).toBeLessThanOrEqual(255);
        expect(clean).not.toMatch(/[/\\<>:"|?*]|^[.\s]|[.\s]$/u);
        expect([...clean].some(isUnsafe)).toBe(false);
        expect(cleanName(clean)).toBe(clean);
      }),
    );
  });
});

describe('the type of a file', () => {
  test.each([
    ['image/png', 'image/png'],
    ['Image/SVG+XML', 'image/svg+xml'],
    ['text/html; charset=utf-8', 'text/html'],
    ['', 'application/octet-stream'],
    ['image', 'application/octet-stream'],
    ['image/png/x', 'application/octet-stream'],
    ['image/p ng', 'application/octet-stream'],
    ['image/png"onload=', 'application/octet-stream'],
    [`image/${'x'.repeat(59)}`, 'application/octet-stream'],
    [`image/${'x'.repeat(58)}`, `image/${'x'.repeat(58)}`],
  ])('%j counts as %j', (mime, shown) => {
    expect(cleanMime(mime)).toBe(shown);
  });
});
