import { toHex } from '../../protocol/bytes.js';
import type { FileBody } from '../../protocol/file-body.js';
import { encodeFile } from '../../protocol/file-body.js';
import type { ConnId, MemberId } from '../../protocol/ids.js';
import { limits } from '../../protocol/limits.js';
import { chunksOf, encodeOffer } from '../../protocol/offer-body.js';
import { parsed, type Parsed } from '../../protocol/parsed.js';
import type { FileSource } from '../member-api.js';
import { refuse } from '../refuse.js';
import { Bits } from './bits.js';
import { ChunkSource } from './chunk-source.js';
import { Delivery } from './delivery.js';
import type { Drawing } from './drawing.js';
import { cleanMime, cleanName } from './file-name.js';
import type { FilesRoom } from './files-room.js';
import { OwnFile } from './own-file.js';

/** Who asks for one that is gone is told so; of the oldest nobody speaks any more. */
const ENDED_KEPT = 256;

export interface OfferingOptions {
  readonly room: FilesRoom;
  readonly drawing: Drawing;
  /** Something can be sent, perhaps. */
  readonly pump: () => void;
}

/** Our own files, and who gets them. */
export class Offering {
  readonly #options: OfferingOptions;
  readonly #files = new Map<string, OwnFile>();
  /** With those who were told, and where they stood: who asks on and on is not answered on and on. */
  readonly #ended = new Map<string, Map<MemberId, ConnId | undefined>>();
  /** Of files that are being read to be offered. */
  #reading = { count: 0, bytes: 0 };

  constructor(options: OfferingOptions) {
    this.#options = options;
  }

  get files(): Iterable<OwnFile> {
    return this.#files.values();
  }

  async offer(source: FileSource, to: MemberId | undefined): Promise<Parsed<number>> {
    const { bytes } = source;
    if (!Number.isSafeInteger(bytes) || bytes <= 0) return refuse('FILE_EMPTY');
    if (bytes > limits.fileBytes) return refuse('FILE_TOO_LARGE');
    if (!this.#fits(bytes)) return refuse('FILE_BUDGET');
    this.#read(1, bytes);
    const chunks = new ChunkSource(source);
    const hashes = await chunks.hashes();
    this.#read(-1, -bytes);
    return hashes === undefined ? refuse('FILE_EMPTY') : this.#say(source, chunks, hashes, to);
  }

  /** False: it is none of ours. */
  cancel(key: number): boolean {
    const file = this.#byKey(key);
    if (file !== undefined) this.withdraw(file);
    return file !== undefined;
  }

  /** It cannot be had any more. */
  withdraw(file: OwnFile): void {
    const { room, drawing } = this.#options;
    const body = encodeFile({ type: 'withdrawn', offer: file.id });
    if (file.to === undefined) room.tellAll(body);
    else room.tell(file.to, body, true);
    const transfer = file.transfer('withdrawn');
    this.#end(file);
    drawing.now(file.key, transfer);
  }

  /** Whether it was for us. */
  heard(from: MemberId, body: FileBody, privately: boolean): boolean {
    const id = toHex(body.offer);
    const file = this.#files.get(id);
    if (file === undefined) {
      if (body.type === 'get') this.#refuse(from, body.offer, privately);
      return this.#ended.has(id);
    }
    if (privately !== (file.to !== undefined) || (file.to !== undefined && file.to !== from)) return true;
    if (body.type === 'get') this.#asked(file, from, body);
    const delivery = file.deliveries.get(from);
    if (body.type === 'pause' && delivery !== undefined) delivery.paused = true;
    if (body.type === 'stop' && delivery?.have.full === false) file.deliveries.delete(from);
    if (body.type !== 'withdrawn') this.draw(file);
    return true;
  }

  /** Somebody has come, gone, or moved, or an item is not shown any more. */
  look(): void {
    const { room } = this.#options;
    for (const file of this.#files.values()) {
      if (!room.shows(file.key)) this.#end(file);
      for (const delivery of file.deliveries.values()) this.#seek(file, delivery);
    }
  }

  draw(file: OwnFile): void {
    this.#options.drawing.soon(file.key, () => file.transfer('offered'));
  }

  stop(): void {
    for (const file of this.#files.values()) file.end();
    this.#files.clear();
  }

  #seek(file: OwnFile, delivery: Delivery): void {
    const { room } = this.#options;
    const member = room.member(delivery.by);
    if (member !== undefined) file.see(member);
    else if (!delivery.have.full) {
      file.deliveries.delete(delivery.by);
      this.draw(file);
    }
    // From another place it asks again.
    if (room.placeOf(delivery.by) !== delivery.place) delivery.interrupted(false);
  }

  #asked(file: OwnFile, by: MemberId, { key, tag, have: bytes }: Extract<FileBody, { type: 'get' }>): void {
    const { room, pump } = this.#options;
    const have = Bits.read(bytes, chunksOf(file.body.bytes));
    const [member, place] = [room.member(by), room.placeOf(by)];
    if (have === undefined || member === undefined || place === undefined) return;
    file.see(member);
    const asked = { by, place, key, tag, have };
    const known = file.deliveries.get(by);
    if (known === undefined) file.deliveries.set(by, new Delivery(asked, room.clock.now()));
    else known.again(asked, room.clock.now());
    pump();
  }

  #say(source: FileSource, chunks: ChunkSource, hashes: Uint8Array, to: MemberId | undefined): Parsed<number> {
    const { room } = this.#options;
    const shown = { name: cleanName(source.name), mime: cleanMime(source.mime), bytes: source.bytes };
    const body = { ...shown, key: room.random(32), tag: room.random(16), hashes };
    const said = room.offer(encodeOffer(body), shown, to);
    if (!said.ok) return said;
    this.#files.set(toHex(said.value.id), new OwnFile(said.value, body, chunks, to));
    return parsed(said.value.key);
  }

  #end(file: OwnFile): void {
    const id = toHex(file.id);
    file.end();
    this.#files.delete(id);
    this.#options.drawing.drop(file.key);
    this.#ended.set(id, new Map());
    for (const oldest of this.#ended.keys()) {
      if (this.#ended.size <= ENDED_KEPT) break;
      this.#ended.delete(oldest);
    }
  }

  #refuse(to: MemberId, offer: Uint8Array, privately: boolean): void {
    const { room } = this.#options;
    const told = this.#ended.get(toHex(offer));
    const place = room.placeOf(to);
    if (told === undefined || (told.has(to) && told.get(to) === place)) return;
    told.set(to, place);
    room.tell(to, encodeFile({ type: 'withdrawn', offer }), privately);
  }

  #byKey(key: number): OwnFile | undefined {
    return [...this.#files.values()].find((file) => file.key === key);
  }

  #fits(bytes: number): boolean {
    const offered = [...this.#files.values()].reduce((sum, { body }) => sum + body.bytes, 0);
    const count = this.#files.size + this.#reading.count;
    return count < limits.fileOffers && offered + this.#reading.bytes + bytes <= limits.fileBudget;
  }

  #read(count: number, bytes: number): void {
    this.#reading = { count: this.#reading.count + count, bytes: this.#reading.bytes + bytes };
  }
}
