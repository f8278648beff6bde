import type { Cancel } from '../../core/ports/clock.js';
import type { Mode } from '../../protocol/mode.js';
import { button, element } from '../element.js';
import type { Sentence } from '../language.js';
import type { Lookout } from '../lookout.js';
import { isTouch } from '../pointer.js';
import type { roomPart } from '../room-part.js';
import type { Screen } from '../stage.js';
import { words } from '../words.js';
import { createCard, paragraph } from './card.js';
import { createInsideLine } from './inside-line.js';
import { joinWords } from './join-words.js';
import { createNickForm } from './nick-form.js';

export interface JoinCardOptions {
  /** Where `createRoomAbout` is. */
  readonly about: typeof roomPart;
  readonly mode: Mode;
  /** Whether the link names a host, or is to make the room. */
  readonly kind: 'hosted' | 'hostless' | 'new';
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
  const inside = createInsideLine();
  const state = element('div', { class: 'answer', role: 'status' });
  let stopLooking: Cancel | undefined;
  const enter = (): void => {
    stopLooking?.();
    form.element.hidden = true;
    state.replaceChildren(paragraph(words.card.joining, 'joining'), button({ class: 'secondary' }, cancel, words.card.cancel));
  };
  const submit = (nick: string): void => {
    enter();
    join(nick);
  };
  const form = createNickForm({ ...options, makes: kind === 'new' ? words.card.makeButton : undefined, submit });
  if (entering) enter();
  const told = notice === undefined ? [] : [paragraph(notice(), 'notice')];
  const looks = lookout === undefined ? [] : [inside.element];
  const card = createCard(...head(kind), ...told, ...looks, form.element, state, facts(options), about(options));
  return {
    element: card.element,
    shown() {
      card.shown?.();
      if (!isTouch()) form.field.select();
      if (form.element.hidden !== true) stopLooking = lookout?.follow(inside.show);
    },
    dispose: () => stopLooking?.(),
    again: () => createJoinCard({ ...options, nick: form.field.value }, form.element.hidden === true),
  };
}

const head = (kind: JoinCardOptions['kind']): readonly [string, ...HTMLElement[]] =>
  kind === 'new' ? [words.card.makeTitle, paragraph(words.card.make)] : [words.card.title];

/** What is true of the room. In the modes that need it, the first is a warning that does not go away. */
function facts({ mode, hostFp }: JoinCardOptions): HTMLElement {
  const { shared, clear, ends, endsBlind, nothingStays } = words.card;
  const first = { mls: joinWords.listed, 'shared-key': shared, none: clear }[mode];
  const label = mode === 'mls' ? {} : { class: 'label' };
  const lines = [hostFp.length > 0 ? ends : endsBlind, nothingStays].map((line) => element('li', {}, line));
  return element('ul', { class: 'facts facts-list' }, element('li', label, first), ...lines);
}

/** More about it, when it has come. Nothing that is pressed stands below. */
function about(options: JoinCardOptions): HTMLElement {
  const place = element('div', { class: 'about-place' });
  void options.about.load().then(
    ({ createRoomAbout }) => place.replaceChildren(createRoomAbout(options)),
    () => undefined,
  );
  return place;
}
