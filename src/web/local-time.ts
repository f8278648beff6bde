import { element } from './element.js';
import { words } from './words.js';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** HH:MM where the reader is; the whole date for who points at it. `at` in milliseconds. */
export function localTime(at: number): HTMLTimeElement {
  const date = new Date(at);
  return element('time', { class: 'time', datetime: date.toISOString(), title: full.format(date) }, clock.format(date));
}

/** How long somebody was away, in minutes and hours. */
export function span(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return words.span.moment;
  const hours = Math.floor(minutes / 60);
  const rest = `${minutes % 60} ${words.span.minutes}`;
  return hours === 0 ? rest : `${hours} ${words.span.hours} ${rest}`;
}
