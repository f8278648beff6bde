import type { Clock } from '../core/ports/clock.js';
import type { Random } from '../core/ports/random.js';
import { fromHex } from '../protocol/bytes.js';
import type { ConnId, MemberId } from '../protocol/ids.js';
import { parsed, type Parsed } from '../protocol/parsed.js';
import type { RoomCipher } from './cipher/room-cipher.js';
import type { ConnectionEvent } from './connection-event.js';
import type { Offered } from './files/files-room.js';
import type { RoomFiles } from './files/room-files.js';
import { filesPart } from './files-part.js';
import type { Post } from './post.js';
import { refuse } from './refuse.js';
import type { RoomState } from './room-state.js';
import type { ViewFile } from './view.js';

/** What a file desk needs of the engine that it serves. */
export interface FileOffice {
  readonly state: RoomState;
  readonly post: Post;
  readonly line: { readonly send: (frame: Uint8Array) => void };
  readonly flowing: boolean;
}

export interface FileDeskOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly cipher: Pick<RoomCipher, 'head'>;
  readonly office: () => FileOffice;
}

/** Where files begin: nothing comes of them here before their part is there. */
export class FileDesk {
  readonly #options: FileDeskOptions;
  #files: RoomFiles | undefined;
  #stopped = false;

  constructor(options: FileDeskOptions) {
    this.#options = options;
  }

  /** Absent until its part is there. */
  get files(): RoomFiles | undefined {
    if (this.#files !== undefined || filesPart.now === undefined) return this.#files;
    this.#files = new filesPart.now.RoomFiles({ ...this.#options, ...this.#room(), head: () => this.#head() });
    if (this.#stopped) this.#files.stop();
    else this.#files.look();
    return this.#files;
  }

  /** Something of our connection. True: it was for files alone. */
  heard(event: ConnectionEvent): boolean {
    if (event.type === 'placed' || event.type === 'resumed') this.#files?.connected(event.type === 'placed');
    if (event.type === 'notice' && event.code === 'credit') this.#files?.passed(event.bytes ?? 0);
    if (event.type !== 'frame' || event.frame.type !== 'BULK') return false;
    this.#files?.bulk(event.frame.body);
    return true;
  }

  /** A `file` payload. False: it cannot be read. */
  readonly said = (from: MemberId, body: Uint8Array, privately: boolean): boolean => this.files?.heard(from, body, privately) ?? true;

  /** Something of the room may have changed. */
  readonly look = (): void => this.files?.look();

  stop(): void {
    this.#stopped = true;
    this.#files?.stop();
  }

  #head(): ReturnType<RoomCipher['head']> {
    return this.#options.office().flowing ? this.#options.cipher.head() : undefined;
  }

  #room() {
    const { office } = this.#options;
    const { state, post, line } = office();
    const placeOf = (id: MemberId): ConnId | undefined =>
      state.roster.get(id)?.away === false ? state.roster.identityOf(id)?.conn : undefined;
    return {
      offers: state.messages.offers,
      send: (frame: Uint8Array): void => line.send(frame),
      offer: (body: Uint8Array, file: Omit<ViewFile, 'transfer'>, to?: MemberId): Parsed<Offered> => this.#offer(body, file, to),
      tell: (to: MemberId, body: Uint8Array, privately: boolean): void => {
        const place = placeOf(to);
        if (privately) post.say('file', body, to);
        else if (place !== undefined) post.room.say('file', body, [place]);
      },
      tellAll: (body: Uint8Array): void => void post.room.say('file', body),
      member: (id: MemberId) => state.roster.get(id),
      placeOf,
      shows: (key: number): boolean => state.log.message(key)?.file !== undefined,
      setTransfer: state.messages.setTransfer,
      warn: state.warn,
    };
  }

  #offer(body: Uint8Array, file: Omit<ViewFile, 'transfer'>, to: MemberId | undefined): Parsed<Offered> {
    const { state, post } = this.#options.office();
    const from = state.roster.self;
    const other = to === undefined ? undefined : state.roster.get(to);
    if (from === undefined) return refuse('NOT_DELIVERED');
    const said = post.say('offer', body, to);
    if (!said.ok) return said;
    const shown = { ...file, transfer: { side: 'ours', state: 'offered', receivers: [] } } as const;
    const privacy = other === undefined ? {} : { private: { with: other } };
    const item = state.messages.add({ id: said.value, from, style: 'said', text: '', file: shown, ...privacy, state: 'sending' });
    return item === undefined ? refuse('NOT_DELIVERED') : parsed({ key: item.key, id: fromHex(said.value) as Uint8Array });
  }
}
