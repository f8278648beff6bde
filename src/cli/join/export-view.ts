import type { Member } from '../../client/member-api.js';
import type { Reporter } from '../output/reporter.js';
import type { FileActs } from './file-acts.js';

interface Exporting {
  readonly member: Member;
  readonly reporter: Reporter;
  readonly files: FileActs;
}

/** `/export md|json|txt` */
export function exportView(rest: string, { reporter }: Exporting): void {
  reporter.error({ code: 'COMMAND_UNKNOWN', why: `/export ${rest}` });
}
