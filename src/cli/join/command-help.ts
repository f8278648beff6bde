import { commands } from '../../client/command-list.js';
import type { CommandName } from '../../client/command.js';

/** Where the words of the help begin: further lines of one begin there too. */
export const HELP_INDENT = Math.max(...commands.map(({ usage }) => usage.length)) + 2;

/** A line for each command. */
export const commandHelp = (): readonly string[] => commands.map(({ usage, text }) => `${usage.padEnd(HELP_INDENT)}${text}`);

/** How a command is typed. */
export const commandUsage = (name: CommandName): string => commands.find((command) => command.name === name)?.usage ?? '';
