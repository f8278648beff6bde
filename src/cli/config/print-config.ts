import type { Reporter } from '../output/reporter.js';
import { safeJson } from '../terminal/safe-json.js';
import { sanitise } from '../terminal/sanitise.js';
import type { Config, Source } from './load-config.js';
import { settings } from './setting.js';

const FROM = { flag: 'flag', environment: 'environment', file: 'file', user: 'your file', package: 'default' } as const satisfies Record<
  Source['from'],
  string
>;

/** Every effective value and where it came from: the result, so on stdout. */
export function printConfig({ settings: values, sources }: Config, reporter: Reporter): void {
  if (reporter.json) {
    const entries = settings.map(({ key }) => [key, { value: values[key], from: sources[key].from, name: sources[key].name }]);
    reporter.result(safeJson(Object.fromEntries(entries)));
    return;
  }
  for (const { key } of settings) {
    const { from, name } = sources[key];
    reporter.result(
      sanitise(`${key.padEnd(12)}${JSON.stringify(values[key]).padEnd(16)}${FROM[from]}${from === 'package' ? '' : ` ${name}`}`),
    );
  }
}
