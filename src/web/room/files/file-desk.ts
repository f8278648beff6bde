import { filesPart } from '../../../client/files-part.js';
import { privatePart } from '../../../client/private-part.js';
import type { Files, Member } from '../../../client/member-api.js';
import type { ViewMember } from '../../../client/view.js';
import type { MemberErrorCode } from '../../../protocol/member-error.js';
import { commitPart } from '../../../crypto/commit-part.js';
import { together } from '../../../protocol/part.js';
import { sentenceOf } from '../../error-words.js';
import { fileWords } from './file-words.js';
import { KeptUrls } from './kept-urls.js';
import type { PickedFile } from './picked-file.js';

/** What can be done with files in a room: of others, and of our own. */
export class FileDesk {
  readonly urls = new KeptUrls();
  readonly #member: Member;
  readonly #trouble: (sentence: string) => void;

  /** `trouble`: shows a sentence about what could not be done. */
  constructor(member: Member, trouble: (sentence: string) => void) {
    this.#member = member;
    this.#trouble = trouble;
  }

  get(key: number): void {
    this.#with((files) => this.#answer(files.get(key)));
  }

  pause(key: number): void {
    this.#with((files) => files.pause(key));
  }

  cancel(key: number): void {
    this.#with((files) => files.cancel(key));
  }

  content(key: number): Uint8Array | undefined {
    return filesPart.now === undefined ? undefined : this.#member.files.content(key);
  }

  save(key: number, name: string): void {
    const bytes = this.content(key);
    if (bytes === undefined) this.#trouble(sentenceOf('FILE_UNKNOWN'));
    else this.urls.save(bytes, name);
  }

  /** One after the other: each is read before it can be announced. */
  async offer(picked: readonly PickedFile[], to: ViewMember | undefined): Promise<void> {
    const parts = to === undefined ? filesPart : together([filesPart, privatePart, commitPart]);
    if ((await parts.load().catch(() => undefined)) === undefined) return this.missing();
    for (const { source } of picked) {
      const offered = await this.#member.files.offer(source, to?.id);
      if (!offered.ok) this.refused(source.name, offered.reason as MemberErrorCode);
    }
  }

  refused(name: string, code: MemberErrorCode): void {
    this.#trouble(fileWords.refused.replace('{why}', sentenceOf(code)).replace('{name}', () => `\u2068${name}\u2069`));
  }

  /** What is needed could not be fetched. */
  missing(): void {
    this.#trouble(sentenceOf('PART_MISSING'));
  }

  dispose(): void {
    this.urls.clear();
  }

  #with(run: (files: Files) => void): void {
    void filesPart.load().then(
      () => run(this.#member.files),
      () => this.missing(),
    );
  }

  #answer(answer: { readonly ok: true } | { readonly ok: false; readonly reason: string }): void {
    if (!answer.ok) this.#trouble(sentenceOf(answer.reason as MemberErrorCode));
  }
}
