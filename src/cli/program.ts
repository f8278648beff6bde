import { Command, CommanderError } from 'commander';
import { ChatError } from '../protocol/chat-error.js';
import { settings, type Setting, type SettingKey } from './config/setting.js';

/** What was asked for on the command line. */
export type Asked =
  | { readonly type: 'help' }
  | (AskedAny & { readonly type: 'start' | 'config' | 'join'; readonly link: string | undefined; readonly linkFile: string | undefined })
  | (AskedAny & { readonly type: 'verify'; readonly link: string | undefined; readonly linkFile: string | undefined })
  | (AskedAny & { readonly type: 'client'; readonly out: string })
  | (AskedAny & { readonly type: 'demo'; readonly fast: boolean; readonly page: boolean })
  | (AskedAny & { readonly type: 'doctor'; readonly online: boolean })
  | (AskedAny & { readonly type: 'cleanup'; readonly logs: boolean; readonly binary: boolean });

type Flags = Readonly<Partial<Record<SettingKey, string | true>>>;
interface AskedAny {
  readonly flags: Flags;
  /** --config */
  readonly file: string | undefined;
}
type Wanted = (setting: Setting) => boolean;

export interface ProgramText {
  /** How the program was called, for the usage line. */
  readonly name: string;
  readonly version: string;
  write(text: string): void;
}

const JOIN_NOTE = `
An argument is visible to every user of this computer while the command runs. To keep the link to
yourself, put it into CHATTRACE_LINK or a file (--link-file), or start without it and paste it.`;

const VERIFY_NOTE = `
The key behind the # is not needed, and goes nowhere. Exit code 1: something differs.`;

const START_NOTE = `
A time is such as 90s, 30m, 2h or 1h30m. Each option is also a key in config.json and a variable:
CHATTRACE_PORT for --port. The order is: option, variable, --config, your own file, the default.
Limits: 500 members, 16,000 bytes a message, 256 KiB a frame; the relay refuses more.`;

const ofStart: Wanted = () => true;
const ofJoin: Wanted = ({ of }) => of === 'both';
/** How the program speaks: a look at the machine has no room, and no nick in it. */
const SPEECH = ['json', 'quiet', 'noInput', 'color', 'ascii', 'debug'];
const ofSpeech: Wanted = ({ key }) => SPEECH.includes(key);

/** Reads the command line. Help and version are written, and nothing is left to do then. Throws USAGE. */
export function readCommandLine(argv: readonly string[], text: ProgramText): Asked {
  let asked: Asked = { type: 'help' };
  const program = new Command(text.name)
    .description('An end-to-end encrypted chat room that exists only while its terminal does.')
    .version(text.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .configureHelp({ helpWidth: 100 })
    .configureOutput({ writeOut: (out) => text.write(out), writeErr: () => {} })
    .exitOverride();
  const take = (one: Asked): void => void (asked = one);
  addSession(program, take);
  addDemo(program, take);
  addServed(program, take);
  addCare(program, take);
  refuseValues(argv, program.commands);
  try {
    program.parse([...argv], { from: 'user' });
    return asked;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { type: 'help' };
    throw new ChatError('USAGE', usageWords(error), error);
  }
}

function addSession(program: Command, take: (asked: Asked) => void): void {
  const start = addOptions(program.command('start'), ofStart)
    .description('open a session and keep it until Ctrl+C')
    .addHelpText('after', START_NOTE);
  start.action((_options, command: Command) =>
    take({ type: 'start', ...optionsOf(command, ofStart), link: undefined, linkFile: undefined }),
  );
  const join = addOptions(program.command('join'), ofJoin).argument('[link]', 'the link that the host gave you');
  join
    .option('--link-file <file>', 'read the link from a file')
    .description('become a member from this terminal')
    .addHelpText('after', JOIN_NOTE);
  join.action((link: string | undefined, { linkFile }: { readonly linkFile?: string }, command: Command) =>
    take({ type: 'join', ...optionsOf(command, ofJoin), link, linkFile }),
  );
  const config = addOptions(program.command('config'), ofStart).description('print every setting and where it came from');
  config.action((_options, command: Command) =>
    take({ type: 'config', ...optionsOf(command, ofStart), link: undefined, linkFile: undefined }),
  );
}

function addDemo(program: Command, take: (asked: Asked) => void): void {
  const demo = addOptions(program.command('demo'), ofSpeech)
    .option('--fast', 'without pauses')
    .option('--page', 'open the room to the browser of this computer too, and keep it')
    .description('show what it is: a host and two guests in this program, who talk by themselves; no network');
  demo.action(({ fast = false, page = false }: { readonly fast?: boolean; readonly page?: boolean }, command: Command) =>
    take({ type: 'demo', ...optionsOf(command, ofSpeech), fast, page }),
  );
}

/** The commands about the code that a browser runs. */
function addServed(program: Command, take: (asked: Asked) => void): void {
  const verify = addOptions(program.command('verify'), ofSpeech).argument('[link]', 'the link of a session, or its address alone');
  verify
    .option('--link-file <file>', 'read the link from a file')
    .description('compare all that is served there, byte by byte, with what this program would serve')
    .addHelpText('after', VERIFY_NOTE);
  verify.action((link: string | undefined, { linkFile }: { readonly linkFile?: string }, command: Command) =>
    take({ type: 'verify', ...optionsOf(command, ofSpeech), link, linkFile }),
  );
  const client = addOptions(program.command('client'), ofSpeech)
    .option('--out <file>', 'where it is written; a file that is there is left alone', 'client.html')
    .description('write the page as one file, which a browser opens from disk: no code comes from any address then');
  client.action(({ out }: { readonly out: string }, command: Command) => take({ type: 'client', ...optionsOf(command, ofSpeech), out }));
}

/** The commands that look after this computer. */
function addCare(program: Command, take: (asked: Asked) => void): void {
  const doctor = addOptions(program.command('doctor'), ofSpeech)
    .option('--online', 'ask a name server too, to see whether the Internet answers')
    .description('look at everything a session needs, and say what to do');
  doctor.action(({ online = false }: { readonly online?: boolean }, command: Command) =>
    take({ type: 'doctor', ...optionsOf(command, ofSpeech), online }),
  );
  const cleanup = addOptions(program.command('cleanup'), ofSpeech)
    .option('--logs', 'remove kept event logs too')
    .option('--binary', 'remove the downloaded cloudflared too')
    .option('--all', 'remove all of it')
    .description('end and remove what old sessions left; never touches one that lives');
  cleanup.action((given: { readonly logs?: true; readonly binary?: true; readonly all?: true }, command: Command) => {
    const all = given.all === true;
    take({ type: 'cleanup', ...optionsOf(command, ofSpeech), logs: all || given.logs === true, binary: all || given.binary === true });
  });
}

/** `--qr on` reads as if it had a value; commander would take that for the link, or say that there are too many arguments. */
function refuseValues(argv: readonly string[], commands: readonly Command[]): void {
  // No option stands before it that takes a value.
  const called = commands.find((command) => command.name() === argv.find((word) => !word.startsWith('-')));
  const switches = called?.options.filter((option) => option.isBoolean() || option.negate).map(({ long }) => long) ?? [];
  for (const [at, word] of argv.entries()) {
    const [flag = '', written] = word.split('=', 2);
    const next = /^(?:auto|on|off|true|false|yes|no|0|1)$/iu.exec(argv[at + 1] ?? '')?.[0];
    const value = written ?? next;
    if (value !== undefined && switches.includes(flag))
      throw new ChatError('USAGE', `${flag} takes no value; found ${JSON.stringify(value)}`);
  }
}

/** No command at all comes as the help text. */
const usageWords = ({ code, message }: CommanderError): string =>
  code === 'commander.help'
    ? 'a command is needed: start, join, verify, client, config, doctor or cleanup'
    : message.replace(/^error: /u, '').replaceAll('\n', ' ');

function addOptions(command: Command, wanted: Wanted): Command {
  for (const setting of settings as readonly Setting[]) {
    if (!wanted(setting)) continue;
    if (setting.many)
      command.option(setting.flag, setting.help, (value: string, before?: string) => (before === undefined ? value : `${before},${value}`));
    else command.option(setting.flag, setting.help);
    if (setting.off !== undefined) command.option(setting.off, setting.offHelp);
  }
  return command.option('--config <file>', 'a config file that overrides your own');
}

function optionsOf(command: Command, wanted: Wanted): AskedAny {
  const given = command.opts<Readonly<Record<string, string | boolean | undefined>>>();
  const flags: Partial<Record<SettingKey, string | true>> = {};
  for (const setting of settings as readonly (Setting & { readonly key: SettingKey })[]) {
    // An option of the command itself may have the name of a setting that the command does not know.
    if (!wanted(setting)) continue;
    // commander calls --no-input "input", with the value false, and gives it the value true when it is absent.
    const name = setting.flag.startsWith('--no-') ? setting.flag.slice('--no-'.length) : setting.key;
    if (command.getOptionValueSource(name) !== 'cli') continue;
    flags[setting.key] = flagValue(setting, given[name]);
  }
  const file = given['config'] as string | undefined;
  if (file === '') throw new ChatError('USAGE', '--config: expected the path of a file; found ""');
  return { flags, file };
}

function flagValue(setting: Setting, value: string | boolean | undefined): string | true {
  if (setting.off !== undefined) return value === true ? 'on' : 'off';
  return typeof value === 'string' ? value : true;
}
