import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Member, MemberEvent } from '../../client/member-api.js';
import { findMessage, parseMessageRef } from '../../client/message-ref.js';
import type { MessageItem } from '../../client/view-log.js';
import type { ErrorCode } from '../../protocol/error-code.js';
import { ownFile } from '../files/file-source.js';
import { writeNew } from '../files/write-new.js';
import type { Reporter } from '../output/reporter.js';
import { safe } from '../terminal/safe-text.js';

const PICTURE = {
  cleaned: 'Of this picture only what is drawn goes out, not where, when and with what it was made.',
  broken: 'This picture is broken, so what else it tells is not known: it goes out as it is.',
} as const;

export interface FileActsOptions {
  readonly member: Member;
  readonly reporter: Reporter;
  /** Where paths begin, and what is saved without one goes. */
  readonly folder: string;
}

/** Files that go and come by commands. Nothing is ever written that nobody asked for. */
export class FileActs {
  readonly #options: FileActsOptions;
  /** Where files are to go that are not here yet, by the key of their item. */
  readonly #wanted = new Map<number, string>();

  constructor(options: FileActsOptions) {
    this.#options = options;
    options.member.on((event) => this.#heard(event));
  }

  /** `/send FILE` */
  async send(typed: string): Promise<void> {
    const { member, reporter } = this.#options;
    const file = await ownFile(this.#pathOf(typed));
    if (!file.ok) return reporter.error({ code: 'FILE_EMPTY', why: `${typed}: ${file.reason}` });
    const offered = await member.files.offer(file.value.source);
    if (!offered.ok) return reporter.error({ code: offered.reason as ErrorCode, why: typed });
    if (file.value.picture !== undefined) reporter.note(PICTURE[file.value.picture]);
  }

  /** `/save N`, `/save N FOLDER` */
  save(typed: string): void {
    const { member, reporter } = this.#options;
    const [, word = '', folder = ''] = /^(\S*)\s*([^]*)$/u.exec(typed) ?? [];
    const ref = parseMessageRef(word);
    const item = ref.ok ? findMessage(ref.value, member.view.items, ({ file, from }) => file !== undefined && !from.self) : ref;
    if (!item.ok) return reporter.error({ code: 'FILE_UNKNOWN' });
    const { key } = item.value;
    const to = this.#pathOf(folder);
    if (member.files.content(key) !== undefined) return void this.#keep(item.value, to);
    this.#wanted.set(key, to);
    const asked = member.files.get(key);
    if (asked.ok) return;
    this.#wanted.delete(key);
    reporter.error({ code: asked.reason as ErrorCode });
  }

  /** What somebody asked to have as a file; without a folder, in the current one. */
  async write(folder: string, name: string, bytes: Uint8Array, saved: string): Promise<boolean> {
    const { reporter } = this.#options;
    try {
      const path = await writeNew(resolve(this.#options.folder, folder), name, bytes);
      reporter.event({ event: 'written', path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
      reporter.line(safe`${reporter.screen.palette.good(safe`·`)} ${saved}: ${path}`, 2);
      return true;
    } catch (error) {
      reporter.error({ code: 'FILE_NOT_SAVED', why: (error as Error).message });
      return false;
    }
  }

  #heard(event: MemberEvent): void {
    if (event.type !== 'item-changed' || event.item.type !== 'message') return;
    const { item } = event;
    const to = this.#wanted.get(item.key);
    const transfer = item.file?.transfer;
    if (to === undefined || (transfer?.side === 'theirs' && ['offered', 'getting', 'waits', 'paused'].includes(transfer.state))) return;
    this.#wanted.delete(item.key);
    if (transfer?.state === 'here') void this.#keep(item, to);
  }

  /** What is on the disk need not be in memory too. */
  async #keep({ key, no, file }: MessageItem, to: string): Promise<void> {
    const { files } = this.#options.member;
    const held = files.content(key);
    if (held === undefined || file === undefined) return;
    // What is taken back meanwhile is overwritten, and would be saved so.
    const content = new Uint8Array(held);
    if (await this.write(to, file.name, content, `${no} is saved`)) files.cancel(key);
    content.fill(0);
  }

  /** As a shell would take it: in quotes or not, `~` for the home folder. */
  #pathOf(typed: string): string {
    const plain = /^(["'])(.*)\1$/u.exec(typed)?.[2] ?? typed;
    return resolve(this.#options.folder, /^~(?:$|[/\\])/u.test(plain) ? join(homedir(), plain.slice(1)) : plain);
  }
}
