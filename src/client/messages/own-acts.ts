import { encodeEditBody, encodeReactBody } from '../../protocol/act-body.js';
import { fromHex } from '../../protocol/bytes.js';
import type { MemberId } from '../../protocol/ids.js';
import { parsed, type Parsed } from '../../protocol/parsed.js';
import type { PayloadKind } from '../../protocol/payload.js';
import { refuse } from '../refuse.js';
import { parseEmoji } from '../text/emoji.js';
import type { MessageItem } from '../view-log.js';
import type { Messages } from './messages.js';
import { refusalOf } from './saying.js';

export interface OwnActsOptions {
  readonly messages: Messages;
  /** To the room, or to one member alone. */
  readonly say: (kind: PayloadKind, body: Uint8Array, to: MemberId | undefined) => Parsed<string>;
}

/** What we do to messages that are shown; they are named by their keys in the view. */
export class OwnActs {
  readonly #options: OwnActsOptions;

  constructor(options: OwnActsOptions) {
    this.#options = options;
  }

  react(key: number, typed: string | undefined): Parsed<string> {
    const emoji = typed === undefined ? undefined : parseEmoji(typed);
    if (emoji?.ok === false) return refuse('EMOJI_UNKNOWN');
    return this.#act(this.#shown(key), (item) => ({
      kind: 'react',
      body: encodeReactBody({ author: bytesOf(item.from.id), id: bytesOf(item.id), emoji: emoji?.value }),
      done: (messages) => messages.react(item, emoji?.value),
    }));
  }

  edit(key: number, text: string): Parsed<string> {
    const refused = refusalOf(text);
    if (refused !== undefined) return refuse(refused);
    const item = this.#own(key);
    return this.#act(item?.file === undefined ? item : undefined, ({ id }) => ({
      kind: 'edit',
      body: encodeEditBody({ id: bytesOf(id), text }),
      done: (messages) => item !== undefined && messages.edit(item, text),
    }));
  }

  remove(key: number): Parsed<string> {
    return this.#act(this.#own(key), (item) => ({
      kind: 'delete',
      body: bytesOf(item.id),
      done: (messages) => messages.remove(item),
    }));
  }

  #act(item: MessageItem | undefined, make: (item: MessageItem) => Act): Parsed<string> {
    if (item === undefined) return refuse('MESSAGE_UNKNOWN');
    const { kind, body, done } = make(item);
    const said = this.#options.say(kind, body, item.private?.with.id);
    if (!said.ok) return said;
    done(this.#options.messages);
    return parsed(item.id);
  }

  #shown(key: number): MessageItem | undefined {
    const item = this.#options.messages.log.message(key);
    return item?.gone !== undefined || item?.state === 'failed' ? undefined : item;
  }

  #own(key: number): MessageItem | undefined {
    const item = this.#shown(key);
    return item?.from.self === true ? item : undefined;
  }
}

interface Act {
  readonly kind: PayloadKind;
  readonly body: Uint8Array;
  readonly done: (messages: Messages) => void;
}

/** Ids are hexadecimal wherever they are made. */
const bytesOf = (id: string): Uint8Array => fromHex(id) as Uint8Array;
