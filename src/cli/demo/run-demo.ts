import { systemRandom } from '../../adapters/random.js';
import { formatLink } from '../../crypto/link.js';
import { createChatServer, type ChatServer } from '../../server/chat-server.js';
import { asChatError } from '../life/fatal.js';
import { finishLife } from '../life/finish-life.js';
import { startLife, type Life } from '../life/life.js';
import { RECEIPT_INDENT, receiptLines, swapState } from '../life/receipt.js';
import type { Reporter } from '../output/reporter.js';
import { showBanner } from '../start/banner.js';
import { linkAsResult, linkOnScreen } from '../start/show-link.js';
import { safe } from '../terminal/safe-text.js';
import { assemble, secretOf, type Cast } from './cast.js';
import { play } from './play.js';
import { pagePlay, shortPlay } from './script.js';

/** Long enough to read a line. */
const PACE_MS = 1_800;

export interface DemoRequest {
  /** The package's folder. */
  readonly root: string;
  /** Without pauses. */
  readonly fast: boolean;
  /** The room can be looked at in a browser of this computer, and stays. */
  readonly page: boolean;
}

/** `chattrace demo`: a host and two guests in this process, who talk by themselves. Ends the process. */
export async function runDemo(request: DemoRequest, reporter: Reporter): Promise<never> {
  const life = startLife({ clock: reporter.clock });
  try {
    const playing = perform(request, life, reporter);
    // What is overtaken by the end fails on its own.
    playing.catch(() => {});
    await Promise.race([playing, life.ended]);
    if (!request.page) life.end({ reason: 'host-ended' });
  } catch (error) {
    if (!life.ending.aborted) life.end({ reason: 'error', error: asChatError(error) });
  }
  return end(life, reporter);
}

async function perform({ root, fast, page }: DemoRequest, life: Life, reporter: Reporter): Promise<void> {
  const { screen } = reporter;
  if (!reporter.json && screen.isTerminal) showBanner(screen, root);
  reporter.note('A demonstration: the host Hana and the guests Ana and Ben are in this program. This is Ana’s terminal; Ctrl+C ends it.');
  const server = await createChatServer({ root, clock: life.clock, random: systemRandom, log: life.eventLog.log });
  life.shutdown.onSockets(() => server.endRelay());
  life.shutdown.closer.add('server', () => server.close());
  const cast = await assemble(server, life, reporter);
  life.opened();
  if (page) await letIn(server, cast, reporter);
  await play(page ? pagePlay : shortPlay, {
    cast,
    clock: life.clock,
    paceMs: fast ? 0 : PACE_MS,
    ending: life.ending,
    note: (text) => note(text, reporter),
    typed: (line) => reporter.line(screen.palette.accent(safe`> ${line}`), 2),
  });
  if (page) note('The room stays open until Ctrl+C.', reporter);
}

function note(text: string, reporter: Reporter): void {
  reporter.line(safe``);
  reporter.note(text);
}

/** One more guest, by the page: what is played begins when somebody is in. */
async function letIn(server: ChatServer, cast: Cast, reporter: Reporter): Promise<void> {
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const link = formatLink(`http://127.0.0.1:${port}`, secretOf(cast));
  note('Open this in a browser of this computer; the rest begins when you are in:', reporter);
  linkOnScreen(link, reporter);
  linkAsResult(link, reporter);
  await new Promise<void>((resolve) => {
    const off = cast.ana.member.on((event) => {
      if (event.type !== 'item' || event.item.type !== 'member-joined') return;
      off();
      resolve();
    });
  });
}

async function end(life: Life, reporter: Reporter): Promise<never> {
  const request = await life.ended;
  const opened = life.session.state === 'closing' && life.session.opened;
  const { receipt, failures, exitCode } = await finishLife(life, request);
  if (request.error !== undefined) reporter.failure(request.error);
  if (opened) {
    note('The session has ended, and the room is gone.', reporter);
    for (const line of receiptLines(receipt, failures, swapState(process.platform))) reporter.line(safe`${line}`, RECEIPT_INDENT);
  }
  const code = request.error === undefined ? {} : { code: request.error.code };
  reporter.event({ event: 'ended', reason: request.reason, ...code, wipe: receipt });
  return life.leave(exitCode);
}
