import { parseChoice } from '../../client/command-args.js';
import { exportFormats, exportView } from '../../client/export/export-view.js';
import { exportWords } from '../../client/export/export-words.js';
import type { Member } from '../../client/member-api.js';
import type { ErrorCode } from '../../protocol/error-code.js';
import { encodeUtf8 } from '../../protocol/utf8.js';
import type { Reporter } from '../output/reporter.js';
import type { FileActs } from './file-acts.js';

interface Exporting {
  readonly member: Member;
  readonly reporter: Reporter;
  readonly files: FileActs;
}

/** `/export md|json|txt`: what is seen here, as a new file in the current folder. */
export async function keepView(rest: string, { member, reporter, files }: Exporting): Promise<void> {
  const format = parseChoice(rest, exportFormats);
  if (!format.ok) return reporter.error({ code: format.reason as ErrorCode });
  const offset = (at: number): number => -new Date(at).getTimezoneOffset();
  const { name, text } = exportView(member.view, format.value, { words: exportWords, now: reporter.clock.now(), offset });
  await files.write('', name, encodeUtf8(text), 'What you see is saved');
}
