import { commands } from '../../client/command-list.js';
import type { CommandName } from '../../client/command.js';
import { section } from '../language.js';

const english = Object.fromEntries(commands.map(({ name, text }) => [name, text])) as Readonly<Record<CommandName, string>>;

/** What each command does, in a few words. */
export const commandWords = section('commands', english);
