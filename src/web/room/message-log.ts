import type { ViewItem } from '../../client/view.js';
import { limits } from '../../protocol/limits.js';
import { button, element } from '../element.js';
import { icon } from '../icon.js';
import { words } from '../words.js';
import { createMessageGroup, type MessageGroup } from './message-group.js';
import type { MessageItem, MessageNode } from './message.js';
import { createQuietLine } from './quiet-line.js';
import { createScrollFollower } from './scroll-follower.js';

export interface MessageLog {
  readonly elements: readonly HTMLElement[];
  add(item: ViewItem): void;
  change(item: ViewItem): void;
  /** Lines of this page itself, such as the answer to /help. */
  note(...lines: readonly HTMLElement[]): void;
  clear(): void;
  toEnd(): void;
  dispose(): void;
}

interface Entry {
  readonly element: HTMLElement;
  readonly message?: MessageNode;
}

export function createMessageLog(): MessageLog {
  const log = element('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions', 'aria-label': words.room.log, tabindex: '0' });
  const newer = createNewer(() => follower.toEnd());
  const follower = createScrollFollower(log, (following) => following && newer.reset());
  const entries = createRing(log);
  let group: MessageGroup | undefined;
  const grown = (): void => {
    follower.grown();
    if (!follower.following) newer.count();
  };
  const addMessage = (item: MessageItem): void => {
    if (group?.takes(item) !== true) {
      group = createMessageGroup(item);
      log.append(group.element);
    }
    const message = group.add(item);
    entries.set(item.key, { element: message.element, message });
    if (item.from.self) follower.toEnd();
  };
  const addLine = (key: number | undefined, line: HTMLElement): void => {
    group = undefined;
    log.append(line);
    entries.set(key, { element: line });
  };
  return {
    elements: [log, newer.element],
    add(item) {
      if (item.type === 'message') addMessage(item);
      else addLine(item.key, createQuietLine(item));
      grown();
    },
    change: (item) => item.type === 'message' && entries.get(item.key)?.message?.update(item),
    note(...lines) {
      for (const line of lines) addLine(undefined, line);
      follower.toEnd();
    },
    clear() {
      group = undefined;
      entries.clear();
      newer.reset();
    },
    toEnd: () => follower.toEnd(),
    dispose: () => follower.dispose(),
  };
}

interface Ring {
  get(key: number): Entry | undefined;
  /** Lines without a key of the view count down from -1. */
  set(key: number | undefined, entry: Entry): void;
  clear(): void;
}

/** At most `limits.viewItems` lines stay in the document; a group whose last message goes, goes with it. */
function createRing(log: HTMLElement): Ring {
  const entries = new Map<number, Entry>();
  let own = 0;
  const drop = (key: number, { element: node }: Entry): void => {
    entries.delete(key);
    const holder = node.parentElement;
    node.remove();
    if (holder !== null && holder !== log && holder.querySelector('.message') === null) holder.remove();
  };
  return {
    get: (key) => entries.get(key),
    set(key, entry) {
      entries.set(key ?? --own, entry);
      const [oldest] = entries;
      if (entries.size > limits.viewItems && oldest !== undefined) drop(...oldest);
    },
    clear() {
      entries.clear();
      log.replaceChildren();
    },
  };
}

/** The way back to the end, for who reads further up. */
function createNewer(press: () => void): { readonly element: HTMLElement; count(): void; reset(): void } {
  const label = element('span');
  const node = button({ class: 'newer', hidden: '' }, press, icon('down'), label);
  let waiting = 0;
  return {
    element: node,
    count() {
      label.textContent = words.room.newer.replace('{count}', String(++waiting));
      node.hidden = false;
    },
    reset() {
      waiting = 0;
      node.hidden = true;
    },
  };
}
