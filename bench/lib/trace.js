const CATEGORIES = [
  'disabled-by-default-devtools.timeline',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
  'devtools.timeline.frame',
];

/**
 * What Chromium notes of what it does meanwhile.
 * @param {import('playwright-core').CDPSession} cdp
 * @param {() => Promise<unknown>} run
 */
export async function traced(cdp, run) {
  const events = [];
  const take = ({ value }) => events.push(...value);
  cdp.on('Tracing.dataCollected', take);
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'] },
  });
  await run();
  const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', take);
  return events;
}

/**
 * How many frames a second were drawn, and the longest time between two, in milliseconds.
 * @param {readonly { name: string, ts: number }[]} events
 */
export function framesIn(events) {
  const times = events.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts / 1000);
  times.sort((a, b) => a - b);
  if (times.length < 2) throw new Error('nothing was drawn');
  const waits = times.slice(1).map((time, index) => time - times[index]);
  return { rate: (1000 * waits.length) / (times.at(-1) - times[0]), longest: Math.max(...waits) };
}
