import type { Cancel } from '../../core/ports/clock.js';
import type { Mode } from '../../protocol/mode.js';
import { button, element } from '../element.js';
import type { Sentence } from '../language.js';
import type { Lookout } from '../lookout.js';
import { isTouch } from '../pointer.js';
import type { Screen } from '../stage.js';
import { words } from '../words.js';
import { createCard, paragraph } from './card.js';
import { showInside } from './inside-line.js';
import { joinWords } from './join-words.js';
import { createNickForm } from './nick-form.js';
import { createRoomAbout } from './room-about.js';

export interface JoinCardOptions {
  /** Whether the link names a host, or is to make the room. */
  readonly kind: 'hosted' | 'hostless' | 'new';
  readonly mode: Mode;
  /** 16 bytes, or empty where the link names no host. */
  readonly hostFp: Uint8Array;
  /** Where the code of this page came from; absent when that is a file. */
  readonly from: string | undefined;
  readonly nick: string;
  readonly another: () => string;
  /** Asks the relay; nothing can be changed on the card until it answers, or the person cancels. */
  readonly join: (nick: string) => void;
  readonly cancel: () => void;
  /** A sentence above everything: why one stands here again. */
  readonly notice: Sentence | undefined;
  /** Who is inside; absent where nobody is asked. */
  readonly lookout: Lookout | undefined;
}

/** Nobody inside hears of it before the press on Join: the preview of a link in some app is no visitor. */
export function createJoinCard(options: JoinCardOptions, entering = false): Screen {
  const { kind, notice, join, cancel, lookout } = options;
  const state = element('div', { class: 'answer', role: 'status', tabindex: '-1' });
  const inside = element('p', { class: 'inside', role: 'status' });
  let stopLooking: Cancel | undefined;
  const enter = (): void => {
    stopLooking?.();
    const hadFocus = form.element.contains(document.activeElement);
    form.element.hidden = true;
    state.replaceChildren(paragraph(words.card.joining, 'joining'), button({ class: 'secondary' }, cancel, words.card.cancel));
    // Not on the button: who pressed Enter twice would cancel.
    if (hadFocus) state.focus();
  };
  const submit = (nick: string): void => {
    enter();
    join(nick);
  };
  const form = createNickForm({ ...options, makes: kind === 'new' ? words.card.makeButton : undefined, submit });
  const told = notice === undefined ? [] : [paragraph(notice(), 'notice')];
  const card = createCard(...head(kind), ...told, inside, form.element, state, facts(options), createRoomAbout(options));
  if (entering) enter();
  return {
    element: card.element,
    shown() {
      card.shown?.();
      if (!isTouch()) form.field.select();
      if (lookout !== undefined && form.element.hidden !== true) stopLooking = showInside(lookout, inside);
    },
    dispose: () => stopLooking?.(),
    again: () => createJoinCard({ ...options, nick: form.field.value }, form.element.hidden === true),
  };
}

const head = (kind: JoinCardOptions['kind']): readonly [string, ...HTMLElement[]] =>
  kind === 'new' ? [words.card.makeTitle, paragraph(words.card.make)] : [words.card.title];

/** What is true of the room. In the modes that need it, the first is a warning that does not go away. */
function facts({ mode, hostFp }: JoinCardOptions): HTMLElement {
  const { shared, clear, relays, relaysBlind, ends, endsBlind, nothingStays } = words.card;
  const hosted = hostFp.length > 0;
  const first = { mls: joinWords.listed, 'shared-key': shared, none: clear }[mode];
  const label = mode === 'mls' ? {} : { class: 'label' };
  const passes = mode === 'none' ? [] : [hosted ? relays : relaysBlind];
  const lines = [...passes, hosted ? ends : endsBlind, nothingStays];
  return element('ul', { class: 'facts facts-list' }, element('li', label, first), ...lines.map((line) => element('li', {}, line)));
}
