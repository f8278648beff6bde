import type { HistoryEntry } from '../protocol/history-body.js';
import { encodeHistory } from '../protocol/history-writer.js';
import type { ConnId } from '../protocol/ids.js';
import type { PayloadKind } from '../protocol/payload.js';
import { encodeUtf8 } from '../protocol/utf8.js';
import type { MemberOptions } from './member-api.js';
import type { ViewItem } from './view.js';
import type { MessageItem } from './view-log.js';

export interface GreeterOptions {
  readonly host: MemberOptions['host'];
  readonly items: () => readonly ViewItem[];
  readonly say: (kind: PayloadKind, body: Uint8Array, to: readonly ConnId[]) => void;
}

/** What a newcomer is told by us alone: there is no history but what the host announces. */
export class Greeter {
  readonly #options: GreeterOptions;

  constructor(options: GreeterOptions) {
    this.#options = options;
  }

  greet(conn: ConnId): void {
    const { host, items, say } = this.#options;
    if (host?.title !== undefined) say('topic', encodeUtf8(host.title), [conn]);
    if (host?.history !== undefined && host.history > 0) say('history', encodeHistory(lastSaid(items(), host.history)), [conn]);
  }
}

/** Private messages are nobody else's; what was written anew, taken back or is to disappear is told to nobody who did not hear it. */
const lastSaid = (items: readonly ViewItem[], most: number): readonly HistoryEntry[] =>
  items
    .flatMap((item) =>
      item.type === 'message' && item.state === 'sent' && isPlain(item)
        ? [{ at: item.at, nick: item.from.nick, style: item.style, text: item.text }]
        : [],
    )
    .slice(-most);

const isPlain = ({ private: between, edited, gone, burn, file }: MessageItem): boolean =>
  between === undefined && edited === undefined && gone === undefined && burn === undefined && file === undefined;
