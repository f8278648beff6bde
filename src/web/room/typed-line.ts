import { parseLine, type CommandName } from '../../client/command.js';
import { assertNever } from '../../protocol/parsed.js';
import { sentenceOf } from '../error-words.js';
import { words } from '../words.js';
import { commandsPart } from './commands-part.js';
import { trouble, withPart, type Outcome } from './outcome.js';
import type { TypedLineOptions } from './typed-line-options.js';

/** Does what a typed line means. */
export function runTypedLine(text: string, options: TypedLineOptions): Outcome {
  const line = parseLine(text);
  switch (line.type) {
    case 'say':
      return line.text.trim() === '' ? words.composer.empty : trouble(options.member.say({ text: line.text }));
    case 'unknown':
      return sentenceOf('COMMAND_UNKNOWN');
    case 'command':
      return runCommand(line.name, line.rest, options);
    default:
      return assertNever(line);
  }
}

/** What is said, and the ways out, are there at all times. */
function runCommand(name: CommandName, rest: string, options: TypedLineOptions): Outcome {
  switch (name) {
    case 'me':
      return rest === '' ? words.composer.empty : trouble(options.member.say({ text: rest, style: 'me' }));
    case 'clear':
      options.log.clear();
      return undefined;
    case 'quit':
      options.quit();
      return undefined;
    default:
      return withPart(commandsPart, (part) => part.runCommand(name, rest, options));
  }
}
