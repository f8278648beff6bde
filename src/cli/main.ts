import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../adapters/clock.js';
import type { Config } from './config/load-config.js';
import { userConfigPath } from './config/user-dir.js';
import { invocationOf } from './invocation.js';
import { ChatError } from '../protocol/chat-error.js';
import { isFull } from './life/broken-streams.js';
import { asChatError } from './life/fatal.js';
import { Reporter } from './output/reporter.js';
import { packageRoot } from './package-root.js';
import { readCommandLine, type Asked } from './program.js';
import { wantsColour } from './terminal/colour.js';
import { Screen } from './terminal/screen.js';

type Command = Exclude<Asked, { readonly type: 'help' }>;

const invocation = invocationOf({ script: process.argv[1], cwd: process.cwd(), environment: process.env });

/** The program: `argv` without Node and script. It sets the exit code, or ends the process. */
export async function main(argv: readonly string[]): Promise<void> {
  // Before the settings are known, what was typed says how to speak.
  let reporter = reporterFor({
    json: argv.includes('--json') || ['1', 'true'].includes(process.env['CHATTRACE_JSON'] ?? ''),
    quiet: false,
    color: argv.includes('--no-color') ? 'off' : 'auto',
    ascii: false,
    debug: argv.includes('--debug'),
  });
  const bearNoMore = bearOutput(() => reporter);
  try {
    const asked = readCommandLine(argv, { name: invocation('chattrace'), version: version(), write: (text) => process.stdout.write(text) });
    if (asked.type === 'help') return;
    const config = await load(asked);
    reporter = reporterFor(config.settings);
    // These see to it themselves: they end when nobody hears them.
    if (asked.type === 'start' || asked.type === 'join' || asked.type === 'demo') bearNoMore();
    await run(asked, config, reporter);
  } catch (error) {
    const failure = asChatError(error);
    reporter.failure(failure);
    reporter.event({ event: 'ended', reason: 'error', code: failure.code });
    process.exitCode = failure.exitCode;
  }
}

/** A reader that has gone is no failure; a full disk is one. Returns what ends the watch. */
function bearOutput(reporter: () => Reporter): () => void {
  let told = false;
  const lost = (cause: NodeJS.ErrnoException): void => {
    if (!isFull(cause) || told) return;
    told = true;
    const failure = new ChatError('OUTPUT_NOT_WRITTEN', cause.message, cause);
    reporter().failure(failure);
    process.once('exit', () => (process.exitCode = failure.exitCode));
  };
  const streams = [process.stdout, process.stderr];
  for (const stream of streams) stream.on('error', lost);
  return () => {
    for (const stream of streams) stream.off('error', lost);
  };
}

/** Each command loads what it needs, so that help and config are quick. */
async function run(asked: Command, config: Config, reporter: Reporter): Promise<void> {
  switch (asked.type) {
    case 'start': {
      const { runStart } = await import('./start/run-start.js');
      return runStart({ config, root: packageRoot() }, reporter);
    }
    case 'join': {
      const { runJoin } = await import('./join/run-join.js');
      return runJoin({ argument: asked.link, file: asked.linkFile, settings: config.settings }, reporter);
    }
    case 'demo': {
      const { runDemo } = await import('./demo/run-demo.js');
      return runDemo({ root: packageRoot(), fast: asked.fast, page: asked.page }, reporter);
    }
    case 'config': {
      const { printConfig } = await import('./config/print-config.js');
      return printConfig(config, reporter);
    }
    case 'verify': {
      const { runVerify } = await import('./verify/run-verify.js');
      return runVerify({ argument: asked.link, file: asked.linkFile, root: packageRoot(), settings: config.settings }, reporter);
    }
    case 'client': {
      const { runClientFile } = await import('./client-file/run-client-file.js');
      return runClientFile({ out: asked.out, root: packageRoot() }, reporter);
    }
    case 'doctor': {
      const { runDoctor } = await import('./doctor/run-doctor.js');
      return runDoctor({ online: asked.online, settings: config.settings }, reporter);
    }
    case 'cleanup': {
      const { runCleanup } = await import('./cleanup/run-cleanup.js');
      return runCleanup(asked, config.settings, reporter);
    }
  }
}

/** Help needs no settings, and what checks them takes longer to load than help to print. */
async function load(asked: Command): Promise<Config> {
  const { loadConfig } = await import('./config/load-config.js');
  return loadConfig({
    flags: asked.flags,
    environment: process.env,
    file: asked.file,
    userFile: userConfigPath({ platform: process.platform, home: homedir(), environment: process.env }),
    packageFile: join(packageRoot(), 'config.json'),
  });
}

function reporterFor(settings: Pick<Config['settings'], 'json' | 'quiet' | 'color' | 'ascii' | 'debug'>): Reporter {
  const { json, quiet, color, ascii, debug } = settings;
  const colour = wantsColour(color, process.env, process.stderr.isTTY);
  const screen = new Screen({ stream: process.stderr, colour, ascii, quiet });
  return new Reporter({ screen, invocation, clock: systemClock, json, debug, result: (text) => process.stdout.write(text) });
}

const version = (): string => (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version;
