import type { BrowserContextOptions } from 'playwright-core';
import { desktop, phone } from '../browser.js';

const SCALE = Number(process.env['CHATTRACE_TEST_SCALE'] ?? 1);

const devices = { phone, desktop, large: { viewport: { width: 1920, height: 1080 } } } as const satisfies Record<
  string,
  BrowserContextOptions
>;
/** As the browser, or whoever sits before it, wants the colours. */
const themes = {
  dark: { colorScheme: 'dark' },
  light: { colorScheme: 'light' },
  contrast: { colorScheme: 'dark', contrast: 'more' },
  forced: { forcedColors: 'active' },
} as const satisfies Record<string, BrowserContextOptions>;

/** In which language, on what, and in which colours the page is looked at. */
export interface Look {
  readonly code: string;
  readonly device: keyof typeof devices;
  readonly theme: keyof typeof themes;
}

/** Each language, each device and theme with several; from right to left on both devices. */
const few: readonly Look[] = [
  { code: 'en', device: 'desktop', theme: 'light' },
  { code: 'ar', device: 'phone', theme: 'dark' },
  { code: 'es', device: 'phone', theme: 'contrast' },
  { code: 'fr', device: 'desktop', theme: 'forced' },
  { code: 'de', device: 'phone', theme: 'light' },
  { code: 'zh', device: 'desktop', theme: 'dark' },
  { code: 'ar', device: 'desktop', theme: 'contrast' },
  { code: 'pt', device: 'phone', theme: 'forced' },
];

const codes = [...new Set(few.map(({ code }) => code))];
const keys = <T extends object>(of: T): readonly (keyof T)[] => Object.keys(of) as (keyof T)[];
const all: readonly Look[] = codes.flatMap((code) =>
  keys(devices).flatMap((device) => keys(themes).map((theme) => ({ code, device, theme }))),
);

/** `en-phone-dark`. */
export const lookName = ({ code, device, theme }: Look): string => `${code}-${device}-${theme}`;

/** Those of the environment, by their names; all of them where there is time; else two of `few`: others for each part (0 to 3). */
export function looksOf(part: number): readonly Look[] {
  const names: readonly string[] = process.env['CHATTRACE_TEST_LOOKS']?.match(/[^\s,]+/gu) ?? [];
  if (names.length > 0) return all.filter((look) => names.includes(lookName(look)));
  return SCALE > 1 ? all : few.filter((_, at) => at % 4 === part);
}

export const contextOf = ({ code, device, theme }: Look): BrowserContextOptions => ({
  ...devices[device],
  ...themes[theme],
  locale: code,
  timezoneId: 'UTC',
  // What moves has arrived.
  reducedMotion: 'reduce',
  bypassCSP: true,
});
