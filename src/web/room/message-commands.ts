import { addresseeOf } from '../../client/addressee.js';
import { parseBurn, parseReact, parseReply } from '../../client/command-args.js';
import { findMessage, parseMessageRef } from '../../client/message-ref.js';
import { assertNever, type Parsed } from '../../protocol/parsed.js';
import { trouble, type Outcome } from './outcome.js';
import { rewrite, sayTo } from './say-to.js';
import type { TypedLineOptions } from './typed-line-options.js';

export type MessageCommand = 'msg' | 'reply' | 'react' | 'edit' | 'delete' | 'burn';

/** Does what a command says that is about messages. */
export function runMessageCommand(name: MessageCommand, rest: string, options: TypedLineOptions): Outcome {
  const { member, to } = options;
  switch (name) {
    case 'msg':
      return tell(rest, options);
    case 'reply':
      return reply(rest, options);
    case 'react':
      return react(rest, options);
    case 'edit': {
      const item = findMessage('last', member.view.items, ({ from, file, private: between }) => {
        return from.self && file === undefined && between?.with.id === to?.id;
      });
      return item.ok ? rewrite(item.value.key, rest, member) : trouble(item);
    }
    case 'delete': {
      const ref = parseMessageRef(rest);
      const item = ref.ok ? findMessage(ref.value, member.view.items, ({ from }) => from.self) : ref;
      return trouble(item.ok ? member.remove(item.value.key) : item);
    }
    case 'burn': {
      const burn = parseBurn(rest);
      return burn.ok ? sayTo(to?.id, { text: burn.value.text, burn: burn.value.seconds }, member) : trouble(burn);
    }
    default:
      return assertNever(name);
  }
}

function tell(rest: string, options: TypedLineOptions): Outcome {
  const addressed = addresseeOf(rest, options.member.view.members);
  if (!addressed.ok) return trouble(addressed);
  const { to, text } = addressed.value;
  // The name alone: what one wants to say is typed there.
  if (text === '' && options.openPrivate !== undefined) {
    options.openPrivate(to);
    return undefined;
  }
  return opened(sayTo(to.id, { text }, options.member), () => options.openPrivate?.(to));
}

/** What answers something private is private. */
function reply(rest: string, options: TypedLineOptions): Outcome {
  const parsed = parseReply(rest);
  const item = parsed.ok ? findMessage(parsed.value.ref, options.member.view.items) : parsed;
  if (!parsed.ok || !item.ok) return trouble(item as Parsed<never>);
  const { id, private: between } = item.value;
  const said = sayTo(between?.with.id, { text: parsed.value.text, replyTo: id }, options.member);
  return between === undefined ? said : opened(said, () => options.openPrivate?.(between.with));
}

function react(rest: string, { member }: TypedLineOptions): Outcome {
  const parsed = parseReact(rest);
  const item = parsed.ok ? findMessage(parsed.value.ref, member.view.items) : parsed;
  if (!parsed.ok || !item.ok) return trouble(item as Parsed<never>);
  return trouble(member.react(item.value.key, parsed.value.emoji));
}

/** Shows where it was said, once it was. */
function opened(outcome: Outcome, open: () => void): Outcome {
  const shown = (answer: string | undefined): string | undefined => {
    if (answer === undefined) open();
    return answer;
  };
  return outcome instanceof Promise ? outcome.then(shown) : shown(outcome);
}
