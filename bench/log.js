import { launchChromium } from './lib/chromium.js';
import { serveRoom } from './lib/room-page.js';
import { framesIn, traced } from './lib/trace.js';

const SCREENS = {
  '1280 × 800': { viewport: { width: 1280, height: 800 } },
  '360 × 740, touch': { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
};
const OPENED = 1_000;
const KEPT = 2_000;
const SAID = 10_000;
/** In one frame: 600 a second, far more than anybody reads. */
const AT_ONCE = 10;
const SCROLLED_PX = 12_000;
const SCROLL_SPEED = 4_000;

/** A long log in the page: to come into it, to scroll through it, and what it takes. */
export async function measure({ quick }) {
  const browser = await launchChromium();
  if (browser === undefined) return { title: 'A long log', columns: ['what'], rows: [], notes: ['SKIPPED: Chromium (none here).'] };
  const page = await serveRoom();
  try {
    const measured = [];
    for (const screen of Object.values(SCREENS)) measured.push(await onScreen(browser, page.origin, screen, quick ? 3 : 9));
    return table(measured);
  } finally {
    await browser.close();
    page.close();
  }
}

async function onScreen(browser, origin, screen, rounds) {
  const context = await browser.newContext(screen);
  try {
    const page = await context.newPage();
    await page.goto(origin);
    const cdp = await context.newCDPSession(page);
    const opened = [];
    for (let round = 0; round < rounds; round++) opened.push(await page.evaluate((items) => benchRoom.open(items), OPENED));
    await page.evaluate(() => benchRoom.open(0));
    await say(page, KEPT);
    const full = await sizeOf(page, cdp);
    const saying = await traced(cdp, () => say(page, SAID - KEPT));
    const after = await sizeOf(page, cdp);
    const up = await scroll(page, cdp, SCROLLED_PX);
    const down = await scroll(page, cdp, -SCROLLED_PX);
    return { opened: median(opened), full, after, saying: framesIn(saying), up, down };
  } finally {
    await context.close();
  }
}

const say = (page, items) => page.evaluate(([all, each]) => benchRoom.say(all, each), [items, AT_ONCE]);

/** After all that is not needed is gone. */
async function sizeOf(page, cdp) {
  for (let turn = 0; turn < 2; turn++) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes } = await cdp.send('Memory.getDOMCounters');
  return { heap: usedSize, nodes, ...(await page.evaluate(() => benchRoom.log())) };
}

/** By the wheel, as fast as nobody reads. */
async function scroll(page, cdp, px) {
  const box = await page.locator('.log').boundingBox();
  const gesture = { x: box.x + box.width / 2, y: box.y + box.height / 2, yDistance: px, speed: SCROLL_SPEED };
  return framesIn(await traced(cdp, () => cdp.send('Input.synthesizeScrollGesture', { ...gesture, gestureSourceType: 'mouse' })));
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function table(measured) {
  const row = (what, value, target) => [what, ...measured.map(value), target];
  const mib = (bytes) => (bytes / 2 ** 20).toFixed(1);
  return {
    title: 'A long log',
    columns: ['what', ...Object.keys(SCREENS), 'target'],
    rows: [
      row(`a room of ${OPENED} items is seen after, ms`, ({ opened }) => opened.toFixed(0), '< 1000'),
      row('frames a second while one scrolls up', ({ up }) => up.rate.toFixed(1), '≥ 50'),
      row('frames a second while one scrolls down', ({ down }) => down.rate.toFixed(1), '≥ 50'),
      row('longest wait for a frame while scrolling, ms', ({ up, down }) => Math.max(up.longest, down.longest).toFixed(0), '–'),
      row(`frames a second while ${SAID - KEPT} messages come, ${AT_ONCE} a frame`, ({ saying }) => saying.rate.toFixed(1), '–'),
      row(`JS heap after ${KEPT} / ${SAID} messages, MiB`, ({ full, after }) => `${mib(full.heap)} / ${mib(after.heap)}`, 'bounded'),
      row(`DOM nodes after ${KEPT} / ${SAID} messages`, ({ full, after }) => `${full.nodes} / ${after.nodes}`, 'bounded'),
      row('from the end of the log after that, px', ({ after }) => after.fromEnd.toFixed(0), '0'),
    ],
    notes: [
      `Headless Chromium without a graphics processor: what it draws, the processor draws. Frames are counted in its trace. The room of the page with its style; its items are made up: paragraphs, addresses, code, quotes, reactions, comings and goings of 12 members.`,
      `The view keeps ${KEPT} items. Scrolled: ${SCROLLED_PX} px each way at ${SCROLL_SPEED} px/s.`,
    ],
  };
}
