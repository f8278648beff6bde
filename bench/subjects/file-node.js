// The member of file-member.js as a process: does what it is told over IPC.
import { systemClock } from '../../src/adapters/clock.js';
import { systemRandom } from '../../src/adapters/random.js';
import { connectWebSocket } from '../../src/adapters/web-socket-transport.js';
import { fileMember } from './file-member.js';

let member;
const memory = () => process.memoryUsage.rss();

// Nobody is left to tell it anything.
process.on('disconnect', () => process.exit());
process.on('message', (told) => void answer(told));

async function answer({ id, call, args }) {
  try {
    process.send({ id, value: call === 'join' ? await join(args[0]) : await member[call](...args) });
  } catch (error) {
    process.send({ id, error: String(error) });
  }
}

async function join({ link, port, nick }) {
  const connect = connectWebSocket(`ws://127.0.0.1:${port}/ws`);
  member = await fileMember({ link, nick, connect, clock: systemClock, random: systemRandom, memory });
}
