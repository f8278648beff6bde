// A room as the page draws it, and a member that says in it what it is told to: bundled for a browser by bench/log.js.
import { ViewLog } from '../../src/client/view-log.js';
import { createRoom } from '../../src/web/room/room.js';
import { memberNamed, sayings } from './log-sayings.js';

const NICKS = ['Ana', 'bob', 'Zoë 猫', 'quiet-host', 'dmitri', 'grace-h', 'sara', 'Omar', 'li', 'kim', 'a-longer-nick-than-most', 'Eve'];

const members = NICKS.map(memberNamed);
const listeners = new Set();
let log = new ViewLog();
let next = sayings(members);

const view = {
  phase: 'joined',
  connection: 'online',
  mode: 'mls',
  hosted: true,
  confirmed: true,
  title: 'bench',
  locked: false,
  self: members[0],
  members,
  typing: [],
  ended: undefined,
  get items() {
    return log.items;
  },
};

/** What the room asks of its member before anything is pressed. */
const member = {
  view,
  secret: { mode: 'mls', s: new Uint8Array(32), hostFp: new Uint8Array(16) },
  waiting: 0,
  on(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  typing: () => undefined,
  probe: () => undefined,
};

/** `others`: what we say ourselves is left away. */
function say(others) {
  const isWanted = ({ from }) => !others || from?.self !== true;
  let saying = next();
  while (!isWanted(saying)) saying = next();
  const item = log.add(saying);
  for (const listener of listeners) listener({ type: 'item', item });
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Resolves when what is in the document by now has been painted. */
async function painted() {
  await frame();
  await new Promise((resolve) => setTimeout(resolve));
}

let screen;

globalThis.benchRoom = {
  /** Draws a room in which so many items are already: how long until it is seen. Milliseconds. */
  async open(items) {
    screen?.dispose();
    log = new ViewLog();
    next = sayings(members);
    for (let n = 0; n < items; n++) log.add(next());
    await painted();
    const began = performance.now();
    screen = createRoom({ member, made: false, link: () => '' });
    document.querySelector('#app').replaceChildren(screen.element);
    screen.shown();
    await painted();
    return performance.now() - began;
  },
  /** So many items more, some in each frame; `others`: none of them our own. */
  async say(items, each, others = false) {
    for (let left = items; left > 0; left -= each) {
      for (let n = 0; n < Math.min(each, left); n++) say(others);
      await frame();
    }
    await painted();
  },
  /** How many elements and lines the log has, and how far it is from its end. */
  log() {
    const node = document.querySelector('.log');
    const count = (selector) => node.querySelectorAll(selector).length;
    return {
      elements: count('*'),
      lines: count('.message, .line, .note, .day'),
      fromEnd: node.scrollHeight - node.scrollTop - node.clientHeight,
    };
  },
};
