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
  };
}

/** HH:MM where the reader is; the whole date for who points at it. `at` in milliseconds. */
export function localTime(at: number): HTMLTimeElement {
  const { locale } = spoken();
  if (formats.locale !== locale) formats = formatsOf(locale);
  const date = new Date(at);
  return element('time', { class: 'time', datetime: date.toISOString(), title: formats.full.format(date) }, formats.clock.format(date));
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
