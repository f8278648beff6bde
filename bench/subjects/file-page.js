// The member of file-member.js in a page, with what the page uses.
import { browserClock } from '../../src/web/browser-clock.js';
import { browserRandom } from '../../src/web/browser-random.js';
import { connectBrowserSocket } from '../../src/web/browser-socket.js';
import { fileMember } from './file-member.js';

let member;
const memory = () => performance.memory?.totalJSHeapSize ?? 0;

globalThis.benchMember = async ({ call, args }) => (call === 'join' ? join(args[0]) : member[call](...args));

async function join({ link, port, nick }) {
  const connect = connectBrowserSocket(`ws://127.0.0.1:${port}/ws`);
  member = await fileMember({ link, nick, connect, clock: browserClock, random: browserRandom, memory });
}
