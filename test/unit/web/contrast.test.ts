import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../assets/style.css', import.meta.url), 'utf8');
/** What stands in the block of this selector. */
const block = (selector: string): string => {
  const from = css.indexOf(`${selector} {`);
  return from < 0 ? '' : css.slice(from, css.indexOf('}', from));
};
const schemes = [
  ['dark', ':root', 4.5],
  ['light', '.theme-light', 4.5],
  ['high contrast', '.theme-contrast', 7],
] as const;

const colours = (selector: string): ReadonlyMap<string, string> =>
  new Map([...block(selector).matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/gu)].map(([, name = '', value = '']) => [name, value]));

/** WCAG 2.2, "relative luminance" and "contrast ratio". */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const hues = Array.from({ length: 8 }, (_, hue) => `hue-${hue}`);
const grounds = ['ground', 'raised', 'field', 'own'];
/** Text, and what it can stand on. */
const pairs = [
  ...['text', 'dim', 'accent', 'error', ...hues].flatMap((text) => grounds.map((ground) => [text, ground] as const)),
  ['on-accent', 'accent'] as const,
  ['warn', 'warn-ground'] as const,
  ...['ground', 'raised', 'own'].map((ground) => ['warn', ground] as const),
  ['error', 'error-ground'] as const,
];

describe.each(schemes)('the colours, %s', (_name, selector, least) => {
  const palette = colours(selector);

  it.each(pairs)(`%s on %s has at least ${least}:1`, (text, ground) => {
    const [front, back] = [palette.get(text), palette.get(ground)];
    if (front === undefined || back === undefined) throw new Error('the style sheet has no such colour');
    expect(contrast(front, back)).toBeGreaterThanOrEqual(least);
  });

  it('of two members are never the same', () => {
    expect(new Set(hues.map((hue) => palette.get(hue))).size).toBe(8);
  });
});

describe('what the system asks for', () => {
  it.each([
    [':root:not(.theme-dark, .theme-contrast)', '.theme-light'],
    [':root:not(.theme-dark, .theme-light)', '.theme-contrast'],
  ])('is the same as what is chosen (%s)', (asked, chosen) => {
    expect(colours(asked).size).toBeGreaterThan(20);
    expect(colours(asked)).toEqual(colours(chosen));
  });
});
