import { parseBulk } from '../../protocol/bulk-body.js';
import { parseFile } from '../../protocol/file-body.js';
import type { MemberId } from '../../protocol/ids.js';
import type { Parsed } from '../../protocol/parsed.js';
import type { Files, FileSource } from '../member-api.js';
import { refuse } from '../refuse.js';
import { BulkLine } from './bulk-line.js';
import { Drawing } from './drawing.js';
import { Fetching } from './fetching.js';
import type { FilesRoom } from './files-room.js';
import { Offering } from './offering.js';
import { Sending } from './sending.js';

/** Files of a member's room: its own, and those of the others (docs/protocol.md, "Files"). */
export class RoomFiles implements Files {
  readonly #line: BulkLine;
  readonly #drawing: Drawing;
  readonly #offering: Offering;
  readonly #sending: Sending;
  readonly #fetching: Fetching;
  #stopped = false;

  constructor(room: FilesRoom) {
    this.#line = new BulkLine(room);
    this.#drawing = new Drawing(room.clock, room.setTransfer);
    this.#offering = new Offering({ room, drawing: this.#drawing, pump: () => this.#sending.pump() });
    this.#sending = new Sending({ room, line: this.#line, offering: this.#offering });
    this.#fetching = new Fetching({ room, line: this.#line, drawing: this.#drawing });
  }

  async offer(source: FileSource, to?: MemberId): Promise<Parsed<number>> {
    return this.#stopped ? refuse('NOT_DELIVERED') : this.#offering.offer(source, to);
  }

  get(key: number): Parsed<number> {
    return this.#stopped ? refuse('NOT_DELIVERED') : this.#fetching.get(key);
  }

  pause(key: number): void {
    this.#fetching.pause(key);
  }

  cancel(key: number): void {
    if (!this.#fetching.cancel(key)) this.#offering.cancel(key);
  }

  content(key: number): Uint8Array | undefined {
    return this.#fetching.content(key);
  }

  /** A `file` payload. False: it cannot be read. */
  heard(from: MemberId, bytes: Uint8Array, privately: boolean): boolean {
    const body = parseFile(bytes);
    if (!body.ok) return false;
    if (body.value.type === 'withdrawn') this.#fetching.withdrawn(from, body.value.offer);
    else this.#offering.heard(from, body.value, privately);
    return true;
  }

  /** The body of a BULK frame. Whoever sent it proves nothing: what is not asked for is dropped. */
  bulk(body: Uint8Array): void {
    const bulk = parseBulk(body);
    if (bulk.ok && !this.#sending.heard(bulk.value)) this.#fetching.heard(bulk.value);
  }

  /** The relay has passed on so many bytes of ours. */
  passed(bytes: number): void {
    this.#line.passed(bytes);
    this.#fetching.pump();
    this.#sending.pump();
  }

  /** Over another connection; `anew`: at another place too. */
  connected(anew: boolean): void {
    this.#line.fresh();
    this.#sending.interrupted(anew);
    this.#fetching.interrupted();
  }

  /** Something of the room, of the view, or of our way to the room has changed. */
  look(): void {
    if (this.#stopped) return;
    this.#offering.look();
    this.#fetching.look();
    this.#sending.pump();
  }

  /** Everything that is held is overwritten. */
  stop(): void {
    this.#stopped = true;
    this.#drawing.stop();
    this.#sending.stop();
    this.#fetching.stop();
    this.#offering.stop();
  }
}
