import { parseLine, type CommandName } from '../../client/command.js';
import type { Saying } from '../../client/member-api.js';
import { assertNever } from '../../protocol/parsed.js';
import { errorWords, sentenceOf } from '../error-words.js';
import { commandsPart } from './commands-part.js';
import { withPart, type Outcome } from './outcome.js';
import { rewrite, sayTo } from './say-to.js';
import type { TypedLineOptions } from './typed-line-options.js';
import type { Written } from './written.js';

/** Does what a typed line means. */
export function runTypedLine(written: Written, options: TypedLineOptions): Outcome {
  if (written.about?.kind === 'edit') return rewrite(written.about.item.key, written.text, options.member);
  const line = parseLine(written.text);
  switch (line.type) {
    case 'say':
      return say({ text: line.text }, written, options);
    case 'unknown':
      return sentenceOf('COMMAND_UNKNOWN');
    case 'command':
      return runCommand(line.name, line.rest, written, options);
    default:
      return assertNever(line);
  }
}

/** What is said, and the ways out, are there at all times. */
function runCommand(name: CommandName, rest: string, written: Written, options: TypedLineOptions): Outcome {
  switch (name) {
    case 'me':
      return say({ text: rest, style: 'me' }, written, options);
    case 'clear':
      options.log.clear();
      return undefined;
    case 'panic':
      options.panic();
      return undefined;
    case 'quit':
      options.quit();
      return undefined;
    default:
      return withPart(commandsPart, (part) => part.runCommand(name, rest, options));
  }
}

function say(saying: Saying, { about, burn }: Written, { member, to }: TypedLineOptions): Outcome {
  if (saying.text.trim() === '') return errorWords.TEXT_EMPTY.text;
  const more = { ...(about === undefined ? {} : { replyTo: about.item.id }), ...(burn === undefined ? {} : { burn }) };
  return sayTo(to?.id, { ...saying, ...more }, member);
}
