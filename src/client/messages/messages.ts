import type { Clock } from '../../core/ports/clock.js';
import { parseEditBody, parseReactBody } from '../../protocol/act-body.js';
import { toHex } from '../../protocol/bytes.js';
import { parseBurnBody } from '../../protocol/burn-body.js';
import type { MemberId } from '../../protocol/ids.js';
import type { MemberErrorCode } from '../../protocol/member-error.js';
import { parseOffer } from '../../protocol/offer-body.js';
import type { Payload } from '../../protocol/payload.js';
import { parseTextBody, type TextBody } from '../../protocol/text-body.js';
import type { ItemChange, MemberEvent } from '../member-api.js';
import { cleanMime, cleanName } from '../files/file-name.js';
import { Offers } from '../offers.js';
import { parseEmoji } from '../text/emoji.js';
import { mentions } from '../text/mentions.js';
import type { Transfer, ViewItem, ViewMember } from '../view.js';
import { ViewLog, type MessageItem, type NewItem } from '../view-log.js';
import { Burning } from './burning.js';
import type { MessageRecord } from './message-record.js';
import { MessageTable, type MessageName } from './message-table.js';
import { Quotes } from './quotes.js';

export interface MessagesOptions {
  readonly clock: Clock;
  readonly self: () => ViewMember | undefined;
  readonly members: () => readonly ViewMember[];
  readonly emit: (event: MemberEvent) => void;
  readonly warn: (code: MemberErrorCode, why: string) => void;
  /** A `file` payload. False: it cannot be read. */
  readonly file: (from: MemberId, body: Uint8Array, privately: boolean) => boolean;
}

type NewMessage = Omit<Extract<NewItem, { type: 'message' }>, 'type' | 'at' | 'mentioned' | 'quote' | 'reactions' | 'edited' | 'gone'>;

/** Of who is ignored: what was shown before can still be taken back, and files are on their way. Another text would be one more thing said. */
const STAYING: readonly Payload['kind'][] = ['delete', 'file'];

/** The log of a view, and what becomes of the messages in it. */
export class Messages {
  readonly log = new ViewLog((item) => this.#dropped(item));
  /** What others offer, and can be asked for. */
  readonly offers = new Offers();
  readonly #options: MessagesOptions;
  readonly #table = new MessageTable();
  readonly #burning: Burning;
  readonly #quotes: Quotes;
  /** Numbers of our own acts: nobody else's count there. */
  #turn = 0;

  constructor(options: MessagesOptions) {
    this.#options = options;
    this.#burning = new Burning(options.clock, (key) => this.#burned(key));
    this.#quotes = new Quotes(options.clock, this.log, (item) => this.#change(item, 'quote'));
  }

  /** Undefined: its writer has used this id before. */
  add(message: NewMessage): MessageItem | undefined {
    const { clock, emit, self, members } = this.#options;
    const name = nameOf(message);
    if (this.#table.has(name)) return undefined;
    const own = self();
    const named = own !== undefined && !message.from.self && mentions(message.text, own, members());
    const quote = message.replyTo === undefined ? {} : { quote: this.#quotes.of(message, message.replyTo) };
    const burn = message.state === 'sent' ? this.#burning.lit(message.burn) : {};
    const item = {
      type: 'message',
      ...message,
      ...burn,
      ...quote,
      ...(named ? ({ mentioned: true } as const) : {}),
      at: clock.now(),
    } as const;
    const added = this.log.add(item) as MessageItem;
    const record = this.#table.place(name, added.key);
    this.#quotes.add(added);
    const drawn = record === undefined ? added : this.log.change(recorded(record, added));
    this.#burning.watch(drawn);
    emit({ type: 'item', item: drawn });
    this.#quotes.show(drawn);
    return drawn;
  }

  /** What a member has said, to the room or (`within` that one) to us alone. False: it cannot be read. Other kinds are none of ours. */
  heard(from: ViewMember, payload: Payload, within?: ViewMember): boolean {
    if (from.ignored === true && !STAYING.includes(payload.kind)) return true;
    switch (payload.kind) {
      case 'text': {
        const body = parseTextBody(payload.body);
        return body.ok && this.#said(from, payload, body.value, within);
      }
      case 'burn': {
        const body = parseBurnBody(payload.body);
        return body.ok && this.#said(from, payload, body.value, within, { seconds: body.value.seconds });
      }
      case 'react': {
        const body = parseReactBody(payload.body);
        const emoji = body.ok && body.value.emoji !== undefined ? parseEmoji(body.value.emoji) : undefined;
        if (!body.ok || emoji?.ok === false) return false;
        const { author, id } = body.value;
        this.#reacted({ within: within?.id, author: toHex(author) as MemberId, id: toHex(id) }, from, payload.n, emoji?.value);
        return true;
      }
      case 'edit': {
        const body = parseEditBody(payload.body);
        if (body.ok) this.#edited({ within: within?.id, author: from.id, id: toHex(body.value.id) }, from, payload.n, body.value.text);
        return body.ok;
      }
      case 'delete':
        if (payload.body.length === 16) this.#removed({ within: within?.id, author: from.id, id: toHex(payload.body) }, from);
        return payload.body.length === 16;
      case 'offer':
        return this.#offered(from, payload, within);
      case 'file':
        return this.#options.file(from.id, payload.body, within !== undefined);
      default:
        return true;
    }
  }

  /** Ours, of now: what we do ourselves counts at once, in the order in which we do it. */
  react(item: MessageItem, emoji: string | undefined): void {
    this.#own((self) => this.#reacted(nameOf(item), self, (this.#turn += 1), emoji));
  }

  edit(item: MessageItem, text: string): void {
    this.#own((self) => this.#edited(nameOf(item), self, (this.#turn += 1), text));
  }

  remove(item: MessageItem): void {
    this.#own((self) => this.#removed(nameOf(item), self));
  }

  /** An own message is on its way no longer. */
  setState(id: string, state: 'sent' | 'failed'): void {
    const item = this.log.last((one) => one.id === id && one.from.self);
    if (item === undefined) return;
    const burn = state === 'sent' ? this.#burning.lit(item.burn) : {};
    this.#burning.watch(this.#change({ ...item, ...burn, state }, 'state'));
  }

  readonly setTransfer = (key: number, transfer: Transfer): void => {
    const item = this.log.message(key);
    if (item?.file !== undefined) this.#change({ ...item, file: { ...item.file, transfer } }, 'transfer');
  };

  /** Own messages that the relay has not ordered. */
  get unsent(): readonly string[] {
    return this.log.messages.flatMap(({ id, state }) => (state === 'sending' ? [id] : []));
  }

  stop(): void {
    this.#burning.stop();
    this.#quotes.stop();
  }

  clear(): void {
    this.stop();
    this.log.clear();
    this.#table.clear();
    this.#quotes.clear();
    this.offers.clear();
  }

  #own(act: (self: ViewMember) => void): void {
    const self = this.#options.self();
    if (self !== undefined) act(self);
  }

  #said(from: ViewMember, { id }: Payload, body: TextBody, within?: ViewMember, burn?: MessageItem['burn']): true {
    const { style, text, replyTo } = body;
    this.add({
      id: toHex(id),
      from,
      style,
      text,
      ...(replyTo === undefined ? {} : { replyTo: toHex(replyTo) }),
      ...(within === undefined ? {} : { private: { with: within } }),
      ...(burn === undefined ? {} : { burn }),
      state: 'sent',
    });
    return true;
  }

  #offered(from: ViewMember, { id, body }: Payload, within?: ViewMember): boolean {
    const offer = parseOffer(body);
    if (!offer.ok) return false;
    if (this.offers.full(from.id)) {
      this.#options.warn('FILE_MANY', from.shown);
      return true;
    }
    const { name, mime, bytes } = offer.value;
    const file = { name: cleanName(name), mime: cleanMime(mime), bytes, transfer: { side: 'theirs', state: 'offered', bytes: 0 } } as const;
    const privacy = within === undefined ? {} : { private: { with: within } };
    const item = this.add({ id: toHex(id), from, style: 'said', text: '', file, ...privacy, state: 'sent' });
    if (item?.gone !== undefined || item === undefined) return true;
    this.offers.add({ key: item.key, id: id.slice(), from: from.id, privately: within !== undefined, body: offer.value });
    return true;
  }

  #reacted(name: MessageName, by: ViewMember, n: number, emoji: string | undefined): void {
    this.#act(name, by, 'reactions', (record) => record.react(by, n, emoji));
  }

  #edited(name: MessageName, by: ViewMember, n: number, text: string): void {
    this.#act(name, by, 'edited', (record) => record.edit(n, text));
  }

  #removed(name: MessageName, by: ViewMember): void {
    this.#act(name, by, 'gone', (record) => record.remove());
  }

  #act(name: MessageName, by: ViewMember, change: ItemChange, act: (record: MessageRecord) => boolean): void {
    const placed = this.#table.placed(name);
    if (placed === undefined) {
      if (change === 'gone') this.#quotes.forget(name);
      const record = this.#table.unplaced(name, by.id);
      return record === undefined ? undefined : void act(record);
    }
    const item = this.log.message(placed.key);
    if (!act(placed.record) || item === undefined || (item.gone !== undefined && change !== 'gone')) return;
    this.#change(recorded(placed.record, item), change, by);
  }

  #change(item: MessageItem, change: ItemChange, by?: ViewMember): MessageItem {
    const changed = this.log.change(item);
    this.#options.emit({ type: 'item-changed', item: changed, change, ...(by === undefined ? {} : { by }) });
    if (change === 'gone') this.offers.drop(item.key);
    if (change === 'edited' || change === 'gone') this.#quotes.show(changed);
    return changed;
  }

  #burned(key: number): void {
    const item = this.log.message(key);
    const record = item === undefined ? undefined : this.#table.placed(nameOf(item))?.record;
    if (item === undefined || record === undefined || item.gone !== undefined) return;
    record.burn();
    this.#change(recorded(record, item), 'gone');
  }

  #dropped(item: ViewItem): void {
    if (item.type !== 'message') return;
    this.#table.drop(nameOf(item));
    this.#burning.drop(item.key);
    this.offers.drop(item.key);
    this.#quotes.drop(item);
    if (item.burn !== undefined) this.#quotes.forget(nameOf(item));
  }
}

const nameOf = ({ private: between, from, id }: Pick<MessageItem, 'private' | 'from' | 'id'>): MessageName => ({
  within: between?.with.id,
  author: from.id,
  id,
});

/** What a message looks like by what was done to it. */
function recorded({ edited, gone, reactions }: MessageRecord, item: MessageItem): MessageItem {
  if (gone !== undefined) return emptied(item, gone);
  const { reactions: _, ...rest } = item;
  const text = edited === undefined || item.file !== undefined ? {} : ({ text: edited, edited: true } as const);
  return { ...rest, ...text, ...(reactions.length > 0 ? { reactions } : {}) };
}

/** Nothing of it is left but that it was there. */
function emptied(item: MessageItem, gone: NonNullable<MessageItem['gone']>): MessageItem {
  const { file: _file, reactions: _reactions, quote: _quote, mentioned: _mentioned, edited: _edited, ...rest } = item;
  return { ...rest, text: '', gone };
}
