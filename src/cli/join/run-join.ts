import { connectWebSocket } from '../../adapters/web-socket-transport.js';
import { systemRandom } from '../../adapters/random.js';
import { createMember } from '../../client/member.js';
import type { Member, MemberEvent } from '../../client/member-api.js';
import { randomNick } from '../../client/random-nick.js';
import { within } from '../../core/within.js';
import type { Link } from '../../crypto/link.js';
import { roomIdOf } from '../../crypto/key-schedule.js';
import { ChatError } from '../../protocol/chat-error.js';
import { limits } from '../../protocol/limits.js';
import { relayUrl } from '../../protocol/relay-url.js';
import { isOfThisComputer } from '../config/address.js';
import type { Settings } from '../config/schema.js';
import { asChatError } from '../life/fatal.js';
import { finishLife } from '../life/finish-life.js';
import { startLife, type Life } from '../life/life.js';
import { endError } from '../output/end-error.js';
import { rosterLine } from '../output/member-lines.js';
import type { Reporter } from '../output/reporter.js';
import { safe } from '../terminal/safe-text.js';
import { Bell } from './bell.js';
import { HELP_INDENT, commandHelp, commandUsage } from './command-help.js';
import { Conversation, type Display } from './conversation.js';
import { tellEvents } from './event-view.js';
import { LineView } from './line-view.js';
import { tellLinkChanges } from './link-changes.js';
import { askForLink, findLink, hasTorsocks, isAuthentic } from './link-source.js';
import { roomOf, tellMade } from './new-room.js';
import { clearTerminal, openPrompt } from './prompt-input.js';
import { showCodes } from './show-codes.js';
import { speakStream } from './stream-input.js';
import { watchConnect } from './watch-connect.js';

/** How long a member tries to come back to a relay of this computer: there no network can be away, only the program itself. */
const GIVE_UP_HERE_MS = 60_000;
const GOODBYE_MS = 1_000;

export interface JoinRequest {
  readonly argument: string | undefined;
  readonly file: string | undefined;
  readonly settings: Settings;
}

/** `chattrace join`: a member in this terminal, until it leaves or the room ends. Ends the process. */
export async function runJoin(request: JoinRequest, reporter: Reporter): Promise<never> {
  const life = startLife({ clock: reporter.clock });
  // Timers and broken connections keep no process alive, and a member between two tries has nothing else.
  const hold = setInterval(() => {}, 60_000);
  let conversation: Conversation | undefined;
  try {
    const link = await findLink({
      argument: request.argument,
      environment: process.env['CHATTRACE_LINK'],
      file: request.file,
      lan: request.settings.lan,
      torsocks: hasTorsocks(process.env),
      ask: mayAsk(request.settings) ? (problem) => ask(problem, life, reporter) : undefined,
    });
    if (!isAuthentic(link.origin))
      reporter.note('Plain http: whoever is in this network can see who talks when, and cut it off.', reporter.screen.palette.warn);
    if (link.exposed) reporter.warning({ code: 'LINK_EXPOSED' });
    if (!life.ending.aborted) conversation = enter(life, link, request.settings, reporter);
  } catch (error) {
    if (!life.ending.aborted) life.end({ reason: 'error', error: asChatError(error) });
  }
  return end(life, reporter, hold, () => conversation?.undelivered ?? 0);
}

const isTerminal = (): boolean => process.stdin.isTTY && process.stderr.isTTY && process.env['TERM'] !== 'dumb';

const mayAsk = ({ noInput, json }: Settings): boolean => isTerminal() && !noInput && !json;

function ask(problem: ChatError | undefined, life: Life, reporter: Reporter): Promise<string> {
  if (problem !== undefined) reporter.failure(problem);
  return askForLink(process.stdin, process.stderr, () => life.receive('SIGINT'));
}

function enter(life: Life, link: Link, settings: Settings, reporter: Reporter): Conversation {
  const giveUpMs = isOfThisComputer(link.origin) ? GIVE_UP_HERE_MS : limits.giveUpMs;
  const watched = watchConnect(connectWebSocket(relayUrl(link.origin)));
  // A relay that does not answer the goodbye keeps nobody here.
  life.shutdown.closer.add('connection', async () => void (await within(reporter.clock, GOODBYE_MS, watched.allClosed())));
  const room = roomOf(link);
  const member = createMember({
    ...room,
    nick: settings.nick === '' ? randomNick(systemRandom) : settings.nick,
    connect: watched.connect,
    clock: reporter.clock,
    random: systemRandom,
    giveUpMs,
  });
  life.shutdown.onWipe(() => member.wipe());
  life.shutdown.onSay(async () => member.leave((await life.ended).reason));
  const bell = new Bell(reporter.screen);
  const conversation = new Conversation({
    member,
    reporter,
    display: reporter.json ? undefined : displayOf(member, reporter, bell),
    leave: (delivered) => {
      // At an end that was asked for already, what was not delivered is told, and is not its cause.
      if (life.ending.aborted) return;
      life.end({ reason: 'command', ...(delivered ? {} : { error: notDelivered(conversation.undelivered) }) });
    },
  });
  member.on(reporter.json ? tellEvents(member, roomIdOf(room.secret), reporter) : new LineView(member, reporter, giveUpMs, bell).heard);
  tellMade(member, link.origin, room, reporter);
  tellLinkChanges(member, link.origin, reporter);
  member.on((event) => endWith(event, conversation, life));
  listen(member, conversation, life, reporter);
  return conversation;
}

const notDelivered = (count: number): ChatError => new ChatError('NOT_DELIVERED', `${count} of yours`);

/** Lines come from a person at a prompt, or from whatever stdin is. */
function listen(member: Member, conversation: Conversation, life: Life, reporter: Reporter): void {
  // Left open when nothing more is read: destroying it would be an error of its own.
  if (reporter.json || !isTerminal()) return void speakStream(process.stdin.iterator({ destroyOnReturn: false }), conversation);
  reporter.line(safe`joining …`);
  const off = member.on((event) => {
    if (event.type !== 'joined') return;
    off();
    const terminal = { input: process.stdin, output: process.stderr };
    const close = openPrompt({ terminal, screen: reporter.screen, member, conversation, interrupt: () => life.receive('SIGINT') });
    life.ending.addEventListener('abort', close, { once: true });
  });
}

function endWith(event: MemberEvent, conversation: Conversation, life: Life): void {
  if (event.type === 'joined') life.opened();
  if (event.type !== 'ended' || life.ending.aborted) return;
  const { undelivered } = conversation;
  const cause = endError(event.reason, event.code, life.session.state !== 'starting');
  const error = cause ?? (undelivered > 0 ? notDelivered(undelivered) : undefined);
  life.end({ reason: event.reason, ...(error === undefined ? {} : { error }) });
}

function displayOf(member: Member, reporter: Reporter, bell: Bell): Display {
  return {
    help: () => commandHelp().forEach((line) => reporter.line(safe`${line}`, HELP_INDENT)),
    who: () => reporter.line(rosterLine(member.view, reporter.screen), 2),
    codes: (about) => void showCodes(about, member, reporter),
    clear: () => (process.stderr.isTTY ? clearTerminal(process.stderr) : undefined),
    ring: (level) => void (bell.level = level),
    usage: (name) => reporter.note(`Type ${commandUsage(name)}`),
  };
}

/** `undelivered`: own messages that are known not to be in the room. Whatever ends it, they are told. */
async function end(life: Life, reporter: Reporter, hold: NodeJS.Timeout, undelivered: () => number): Promise<never> {
  const request = await life.ended;
  const joined = life.session.state === 'closing' && life.session.opened;
  const { receipt, exitCode } = await finishLife(life, request);
  clearInterval(hold);
  if (undelivered() > 0 && request.error?.code !== 'NOT_DELIVERED') reporter.warning(notDelivered(undelivered()));
  if (request.error !== undefined) reporter.failure(request.error);
  if (joined && request.unattended === undefined) reporter.note(farewell(request.reason));
  reporter.event({
    event: 'ended',
    reason: request.reason,
    ...(request.error === undefined ? {} : { code: request.error.code }),
    wipe: receipt,
  });
  return life.leave(exitCode);
}

const farewell = (reason: string): string =>
  reason === 'host-ended' ? 'The host ended the session. The room is gone.' : 'You have left. Your keys are overwritten where we can.';
