import { element } from './element.js';
import { spoken } from './language.js';
import { words } from './words.js';

/** To make a format is slow, and a log has many times. */
let formats = formatsOf(spoken().locale);

function formatsOf(locale: string) {
  return {
    locale,
    clock: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    full: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }),
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'full' }),
  };
}

function formatsNow(): typeof formats {
  const { locale } = spoken();
  if (formats.locale !== locale) formats = formatsOf(locale);
  return formats;
}

/** HH:MM where the reader is. `at` in milliseconds. */
export const clockTime = (at: number): string => formatsNow().clock.format(at);

/** The day, where the reader is. */
export const dayName = (at: number): string => formatsNow().day.format(at);

/** HH:MM; the whole date for who points at it. */
export function localTime(at: number): HTMLTimeElement {
  const full = formatsNow().full.format(at);
  return element('time', { class: 'time', datetime: new Date(at).toISOString(), title: full }, clockTime(at));
}

/** How long somebody was away, in minutes and hours. */
export function span(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return words.moment;
  const hours = Math.floor(minutes / 60);
  return [...(hours === 0 ? [] : [inUnits(hours, 'hour')]), inUnits(minutes % 60, 'minute')].join(' ');
}

const inUnits = (count: number, unit: 'hour' | 'minute'): string =>
  new Intl.NumberFormat(spoken().locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count);
