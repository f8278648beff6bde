import { privatePart } from '../../client/private-part.js';
import type { Member } from '../../client/member-api.js';
import type { EmojiState, ViewMember } from '../../client/view.js';
import { commitPart } from '../../crypto/commit-part.js';
import type { MemberErrorCode } from '../../protocol/member-error.js';
import { assertNever } from '../../protocol/parsed.js';
import { button, element, fill, foreign } from '../element.js';
import { sentenceOf } from '../error-words.js';
import { emojiWords } from './emoji-words.js';

interface EmojiBox {
  readonly element: HTMLElement;
  /** It is not looked at any more. What nobody looks at is not compared; who has asked may still get a yes. */
  close(): void;
}

/** Emoji to compare with another member, step by step. `answered`: what somebody here has seen. */
export function createEmojiBox(member: Member, about: ViewMember, answered: (same: boolean) => void): EmojiBox {
  const box = element('div', { class: 'code-box', role: 'status' });
  const draw = (state: EmojiState | undefined, trouble?: string): void => {
    if (state?.state === 'same' || state?.state === 'different') {
      box.remove();
      return answered(state.state === 'same');
    }
    const focused = box.contains(document.activeElement);
    box.replaceChildren(...step(state, member, about, (code) => draw(undefined, sentenceOf(code))));
    if (trouble !== undefined) box.prepend(element('p', { class: 'error' }, trouble));
    // Where the key that was pressed stood, the next one stands.
    if (focused) box.querySelector('button')?.focus();
  };
  draw(member.emoji(about.id));
  const stop = member.on((event) => {
    if (event.type === 'emoji' && event.member.id === about.id) draw(event.emoji);
  });
  return {
    element: box,
    close() {
      stop();
      if (member.emoji(about.id)?.state !== 'asked') member.answer(about.id, undefined);
    },
  };
}

type Failed = (code: MemberErrorCode) => void;

function step(state: EmojiState | undefined, member: Member, { id, shown }: ViewMember, failed: Failed): readonly HTMLElement[] {
  const text = (template: string, name = ''): HTMLElement => element('p', { class: name }, ...fill(template, { who: foreign(shown) }));
  const yes = (label: string, name: string): HTMLElement => button({ class: name }, () => void begin(member, id, failed), label);
  const leave = (label: string): HTMLElement => button({ class: 'secondary' }, () => member.answer(id, undefined), label);
  switch (state?.state) {
    case undefined:
      return [text(emojiWords.text, 'dim'), actions(yes(emojiWords.begin, 'secondary'))];
    case 'asked':
      return [text(emojiWords.asked), actions(leave(emojiWords.no), yes(emojiWords.begin, 'primary'))];
    case 'waiting':
      return [text(emojiWords.waiting), actions(leave(emojiWords.stop))];
    case 'show': {
      const same = button({ class: 'primary' }, () => member.answer(id, true), emojiWords.same);
      const others = button({ class: 'secondary' }, () => member.answer(id, false), emojiWords.different);
      return [pictures(state.emoji), text(emojiWords.show), actions(others, same)];
    }
    case 'stopped':
      return [text(emojiWords[state.reason], state.reason === 'commitment' ? 'error' : ''), actions(yes(emojiWords.begin, 'secondary'))];
    case 'same':
    case 'different':
      return [];
    default:
      return assertNever(state);
  }
}

async function begin(member: Member, id: ViewMember['id'], failed: Failed): Promise<void> {
  // As for every private message: whoever has the lower key of two makes their group.
  const parts = await Promise.all([privatePart.load(), commitPart.load()]).catch(() => undefined);
  if (parts === undefined) return failed('PART_MISSING');
  const begun = member.compare(id);
  if (!begun.ok) failed(begun.reason as MemberErrorCode);
}

/** With their names: pictures are not drawn alike everywhere. */
function pictures(emoji: Extract<EmojiState, { state: 'show' }>['emoji']): HTMLElement {
  const cell = ({ emoji: picture, name }: (typeof emoji)[number]): HTMLElement =>
    element('li', {}, element('span', { class: 'picture', 'aria-hidden': 'true' }, picture), name);
  return element('ol', { class: 'emoji' }, ...emoji.map(cell));
}

const actions = (...children: readonly HTMLElement[]): HTMLElement => element('div', { class: 'actions' }, ...children);
