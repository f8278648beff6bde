import { asChatError } from '../life/fatal.js';
import { startLife, type Life } from '../life/life.js';
import { loadLogQuestion } from '../life/log-question.js';
import type { Config } from '../config/load-config.js';
import { parseDuration } from '../config/duration.js';
import { isLoopback, lowers } from '../config/guard.js';
import { settings as allSettings } from '../config/setting.js';
import { ChatError } from '../../protocol/chat-error.js';
import type { Reporter } from '../output/reporter.js';
import { roomIdOf } from '../output/room-id.js';
import { safe } from '../terminal/safe-text.js';
import { Deadlines, nearer } from './deadlines.js';
import { endSession, mayAskForLog } from './end-session.js';
import { watchRoom } from './watch-room.js';
import type { OpenSession } from './open-session.js';
import { shareLink } from './share.js';
import { lineStage, silentStage, spinnerStage, type Stage } from './stage.js';

export interface StartRequest {
  readonly config: Config;
  /** The package's folder. */
  readonly root: string;
}

/** `chattrace start`: a session, until it ends. Ends the process. */
export async function runStart({ config, root }: StartRequest, reporter: Reporter): Promise<never> {
  const life = startLife({ clock: reporter.clock, refuseStop: (why) => reporter.note(why) });
  const { settings } = config;
  try {
    const stage = await begin(config, root, life, reporter);
    const { openSession } = await import('./open-session.js');
    const opening = openSession(settings, root, life, stage);
    // A start that is overtaken by its end fails on its own: what it had opened is closed already.
    opening.catch(() => {});
    const session = await Promise.race([opening, life.ended.then(() => undefined)]);
    if (session !== undefined && !life.ending.aborted) {
      // From here on there is a room to end, whoever has seen the link.
      life.opened();
      await run(session, config, life, reporter);
    }
  } catch (error) {
    if (!life.ending.aborted) life.end({ reason: 'error', error: asChatError(error) });
  }
  return endSession(life, settings, reporter);
}

/** What is shown before anything is opened. */
async function begin(config: Config, root: string, life: Life, reporter: Reporter): Promise<Stage> {
  const { screen } = reporter;
  const { settings } = config;
  const shown = !reporter.json && !settings.quiet;
  if (shown && screen.isTerminal) {
    const { showBanner } = await import('./banner.js');
    showBanner(screen, root);
  }
  const stage = shown ? await (screen.isTerminal ? spinnerStage(screen, process.stderr, life.ending) : lineStage(screen)) : silentStage;
  await stage(
    'config',
    async () => {},
    () => changed(config),
  );
  if (!isLoopback(settings.bind)) {
    throw new ChatError(
      'BIND_FAILED',
      `${settings.bind} would open the room to the network, which is not there yet; only this computer can be served`,
    );
  }
  sayLowered(config, reporter);
  return stage;
}

function changed({ sources }: Config): string {
  const own = allSettings.filter(({ key }) => sources[key].from !== 'package');
  return own.length === 0 ? 'defaults' : `changed: ${own.map(({ key }) => key).join(', ')}`;
}

/** Whatever makes a session less safe is said each time, and wherever it was set. */
function sayLowered({ settings, sources }: Config, { screen }: Reporter): void {
  for (const { key } of allSettings) {
    const why = lowers(key, settings);
    if (why !== undefined) screen.always(safe`${screen.palette.warn(safe`!`)} ${why} (${key}, set by ${sources[key].name})`, 2);
  }
}

async function run(session: OpenSession, { settings }: Config, life: Life, reporter: Reporter): Promise<void> {
  await shareLink(session, settings, reporter);
  if (life.ending.aborted) return;
  const forMs = milliseconds(settings.for);
  const deadlines = new Deadlines({
    clock: life.clock,
    ttlMs: nearer(milliseconds(settings.ttl), forMs),
    idleMs: milliseconds(settings.idle),
    once: settings.once,
    end: (reason) => life.end({ reason }),
  });
  watchRoom({ session, settings, deadlines, countdown: forMs !== undefined, life, reporter });
  reporter.event({
    event: 'ready',
    url: session.link,
    localUrl: session.link,
    reach: 'local',
    roomId: roomIdOf(session.secret),
    name: settings.name,
    pid: process.pid,
    encryption: settings.encryption,
    assets: session.assets,
  });
  // In the background: at the end the program's files may be others, or gone.
  if (mayAskForLog(settings, reporter)) loadLogQuestion();
}

/** The schema has checked it. */
function milliseconds(text: string): number | undefined {
  const duration = parseDuration(text);
  return duration.ok ? duration.value : undefined;
}
