import { setImmediate as turn } from 'node:timers/promises';
import type { Settings } from '../../src/cli/config/schema.js';
import { Shutdown } from '../../src/cli/life/shutdown.js';
import type { Life } from '../../src/cli/life/life.js';
import type { Door } from '../../src/cli/start/doors/door.js';
import { LanDoor, type LanDoorOptions } from '../../src/cli/start/lan-door.js';
import type { OpenSession } from '../../src/cli/start/open-session.js';
import { Sharing } from '../../src/cli/start/sharing.js';
import type { ChatError } from '../../src/protocol/chat-error.js';
import { createFakeScreen, type FakeScreenOptions } from './fake-screen.js';

const settings = { qr: 'off', encryption: 'shared-key', noInput: true, quiet: false, lan: false } as Settings;

/** Of a room that has doors of a test. */
interface World {
  readonly doors: readonly Door[];
  readonly optional?: boolean;
  readonly lack?: ChatError;
  /** Open from the start. */
  readonly lan?: string;
  /** How this computer is called in its network. */
  readonly near?: string;
  readonly listen?: LanDoorOptions['listen'];
  readonly farewell?: () => Promise<void>;
  readonly quiet?: boolean;
  readonly noInput?: boolean;
  readonly screen?: FakeScreenOptions;
}

const everyPort: LanDoorOptions['listen'] = async ({ port }) => ({ port });

/** Begins to share it; nobody but the test opens anything. */
export const share = async ({
  doors,
  optional = false,
  lack,
  lan,
  near,
  listen = everyPort,
  farewell = async () => {},
  quiet = false,
  noInput = true,
  screen = {},
}: World) => {
  const shown = createFakeScreen(screen);
  const ends: unknown[] = [];
  const ending = new AbortController();
  const life = {
    clock: shown.clock,
    ending: ending.signal,
    shutdown: new Shutdown(shown.clock),
    end: ({ error }: { error?: ChatError }) => {
      ends.push(error?.code);
      ending.abort();
    },
  } as unknown as Life;
  let secret = { mode: 'shared-key', s: new Uint8Array(32), hostFp: new Uint8Array(16) } as const;
  const answersTo: string[] = [];
  const answerTo = (origin: string): void => void answersTo.push(origin);
  const lanDoor = new LanDoor({ origin: lan, port: 4000, listen, host: () => near });
  const key = () => secret;
  const session = { key, port: 4000, local: 'http://127.0.0.1:4000', lan: lanDoor, answerTo, farewell } as unknown as OpenSession;
  const plan = { doors, optional, ...(lack === undefined ? {} : { lack }) };
  const sharing = new Sharing({
    session,
    plan,
    settings: { ...settings, quiet, noInput, lan: lan !== undefined },
    life,
    reporter: shown.reporter,
  });
  await sharing.begin();
  const settled = sharing.settle();
  await turn();
  return {
    sharing,
    shown,
    ends,
    answersTo,
    /** The room has another link. */
    relink: (s: Uint8Array<ArrayBuffer>) => {
      secret = { ...secret, s };
      return sharing.relink();
    },
    shutdown: life.shutdown,
    settled,
    events: () =>
      shown.result
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Readonly<Record<string, string>>),
    links: () => shown.result.split('\n').filter((line) => line.includes('/#')),
  };
};
