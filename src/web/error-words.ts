import { memberErrors, type ErrorRow, type MemberErrorCode } from '../protocol/member-error.js';
import { section } from './language.js';
import { words } from './words.js';

/** What it is, what to do. */
export interface ErrorSentences {
  readonly text: string;
  readonly hint: string;
  readonly [name: string]: string;
}

/** Of a table of errors, for a section. */
export const told = <C extends string>(rows: Readonly<Record<C, ErrorRow>>): Readonly<Record<C, ErrorSentences>> =>
  Object.fromEntries(Object.entries<ErrorRow>(rows).map(([code, [, text, hint]]) => [code, { text, hint }])) as Record<C, ErrorSentences>;

/** What a member can meet. */
export const errorWords = section('errors', told(memberErrors));

/** Both sentences. */
export const both = ({ text, hint }: ErrorSentences): string => `${text}${words.between}${hint}`;

export const sentenceOf = (code: MemberErrorCode): string => both(errorWords[code]);
