import { sweptWords } from '../cleanup/swept-words.js';
import { asChatError } from '../life/fatal.js';
import { startLife, type Life } from '../life/life.js';
import { loadLogQuestion } from '../life/log-question.js';
import type { Config } from '../config/load-config.js';
import { parseDuration } from '../config/duration.js';
import { isLoopback } from '../config/address.js';
import type { Settings } from '../config/schema.js';
import { lowers } from '../config/guard.js';
import { settings as allSettings } from '../config/setting.js';
import { roomIdOf } from '../../crypto/key-schedule.js';
import { ChatError } from '../../protocol/chat-error.js';
import type { Reporter } from '../output/reporter.js';
import { safe } from '../terminal/safe-text.js';
import { Deadlines, nearer } from './deadlines.js';
import { askDownload } from './doors/ask-download.js';
import { planDoors, type DoorPlan } from './doors/plan-doors.js';
import { systemDoors } from './doors/system-doors.js';
import { refuseHostSettings } from './blind.js';
import { copyLink } from './copy-link.js';
import { endSession, mayAskForLog } from './end-session.js';
import { readsKeys } from './keys.js';
import { openPage } from './open-page.js';
import type { OpenSession } from './open-session.js';
import { Sharing } from './sharing.js';
import { lineStage, silentStage, spinnerStage, type Stage } from './stage.js';
import { WakeLock, wakeCommand } from './wake-lock.js';
import { watchBlind } from './watch-blind.js';
import { watchRoom } from './watch-room.js';
import { urlsOf, type Ways } from './ways.js';

export interface StartRequest {
  readonly config: Config;
  /** The package's folder. */
  readonly root: string;
}

/** `chattrace start`: a session, until it ends. Ends the process. */
export async function runStart(request: StartRequest, reporter: Reporter): Promise<never> {
  const life = startLife({ clock: reporter.clock, refuseStop: (why) => reporter.note(why) });
  let doors = 0;
  try {
    const living = live(request, life, reporter, (plan) => (doors = plan.doors.length));
    // A start that is overtaken by its end fails on its own: what it had opened is closed already.
    living.catch(() => {});
    await Promise.race([living, life.ended]);
  } catch (error) {
    if (!life.ending.aborted) life.end({ reason: 'error', error: asChatError(error) });
  }
  return endSession(life, request.config.settings, reporter, doors > 0);
}

async function live({ config, root }: StartRequest, life: Life, reporter: Reporter, planned: (plan: DoorPlan) => void): Promise<void> {
  const { settings } = config;
  if (!isLoopback(settings.bind) && !settings.lan) {
    throw new ChatError('BIND_FAILED', `${settings.bind} opens the room to the network, by plain http; that takes --lan`);
  }
  if (settings.blind) refuseHostSettings(config);
  if (settings.history > 0 && settings.encryption !== 'mls') throw new ChatError('USAGE', '--history goes with --encryption mls alone');
  await greet(root, settings, reporter);
  const plan = await planDoors({
    settings,
    clock: life.clock,
    factory: systemDoors({
      registry: life.shutdown.footprint,
      closer: life.shutdown.closer,
      root,
      unconfirmed: () => reporter.note('The address is new: it may need a few seconds until it is known everywhere.'),
    }),
    ask: readsKeys(settings, reporter) ? (download) => askDownload(download, terminal(), life, reporter) : undefined,
    ending: life.ending,
  });
  if (life.ending.aborted) return;
  planned(plan);
  const stage = await begin(config, life, reporter);
  const { openSession } = await import('./open-session.js');
  const session = await openSession(settings, root, life, stage);
  if (life.ending.aborted) return;
  // From here on there is a room to end, whoever has seen the link.
  life.opened();
  await run(session, plan, config, life, reporter);
}

const terminal = () => ({ input: process.stdin, output: process.stderr });

async function greet(root: string, { quiet }: Settings, reporter: Reporter): Promise<void> {
  if (reporter.json || quiet || !reporter.screen.isTerminal) return;
  const { showBanner } = await import('./banner.js');
  showBanner(reporter.screen, root);
}

/** What is shown before anything is opened. */
async function begin(config: Config, life: Life, reporter: Reporter): Promise<Stage> {
  const { screen } = reporter;
  const shown = !reporter.json && !config.settings.quiet;
  const stage = shown ? await (screen.isTerminal ? spinnerStage(screen, process.stderr, life.ending) : lineStage(screen)) : silentStage;
  await stage(
    'config',
    async () => {},
    () => changed(config),
  );
  const { sweepLeftovers } = await import('../cleanup/leftovers.js');
  await stage('cleanup', () => sweepLeftovers(), sweptWords);
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

async function run(session: OpenSession, plan: DoorPlan, { settings }: Config, life: Life, reporter: Reporter): Promise<void> {
  const sharing = new Sharing({ session, plan, settings, life, reporter });
  await sharing.begin();
  if (life.ending.aborted) return;
  const forMs = milliseconds(settings.for);
  const deadlines = new Deadlines({
    clock: life.clock,
    ttlMs: nearer(milliseconds(settings.ttl), forMs),
    idleMs: milliseconds(settings.idle),
    once: settings.once,
    end: (reason) => life.end({ reason }),
  });
  const watch = { sharing, wakeLock: wakeLock(settings, life), settings, deadlines, countdown: forMs !== undefined, life, reporter };
  if (session.member === undefined) watchBlind({ session, ...watch });
  else watchRoom({ session, ...watch });
  // In the background: at the end the program's files may be others, or gone.
  if (mayAskForLog(settings, reporter)) loadLogQuestion();
  if (settings.open) void openPage(sharing.ways.local.link, life, reporter);
  if (!(await sharing.settle())) return;
  tellReady(session, sharing.ways, settings, reporter);
  if (settings.copy) await copyLink(sharing.ways.best.link, life, reporter);
}

function wakeLock({ allowSleep }: Settings, life: Life): WakeLock | undefined {
  if (allowSleep) return undefined;
  const lock = new WakeLock(wakeCommand(process.platform, process.env, process.pid), life.shutdown.footprint);
  life.shutdown.closer.add('wake lock', () => lock.release());
  return lock;
}

function tellReady({ key, assets }: OpenSession, ways: Ways, settings: Settings, reporter: Reporter): void {
  const secret = key();
  reporter.event({
    event: 'ready',
    ...urlsOf(ways),
    ...(secret.mode === 'new' ? { blind: true as const } : { roomId: roomIdOf(secret) }),
    name: settings.name,
    pid: process.pid,
    encryption: settings.encryption,
    assets,
  });
}

/** The schema has checked it. */
function milliseconds(text: string): number | undefined {
  const duration = parseDuration(text);
  return duration.ok ? duration.value : undefined;
}
