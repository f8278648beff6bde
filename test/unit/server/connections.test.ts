import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Connections, IDLE_MS } from '../../../src/server/connections.js';
import { createFakeClock } from '../../helpers/fake-clock.js';

/** What Connections uses of a socket. */
class FakeSocket extends EventEmitter {
  writable = true;
  destroyed = false;
  said = '';

  write(text: string): void {
    this.said += text;
  }

  destroySoon(): void {
    this.destroy();
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.emit('close');
  }
}

function setUp(most?: number) {
  const clock = createFakeClock();
  const server = new EventEmitter();
  const connections = new Connections(clock, most);
  connections.watch(server as Server);
  const come = (): FakeSocket => {
    const socket = new FakeSocket();
    server.emit('connection', socket);
    return socket;
  };
  /** A whole request; the answer ends when the test calls what it gets. */
  const ask = (socket: FakeSocket, event = 'request'): (() => void) => {
    const response = new EventEmitter();
    server.emit(event, { socket }, response);
    return () => void response.emit('close');
  };
  return { clock, connections, come, ask, upgrade: (socket: FakeSocket) => server.emit('upgrade', {}, socket) };
}

test('who asks for nothing is told so and cut after three seconds', () => {
  const { clock, come } = setUp();
  const socket = come();
  clock.advance(IDLE_MS - 1);
  expect(socket.destroyed).toBe(false);
  clock.advance(1);
  expect(socket.destroyed).toBe(true);
  expect(socket.said).toMatch(/^HTTP\/1\.1 408 /);
  expect(clock.timers).toBe(0);
});

test.each(['request', 'checkExpectation'])('who has asked (%s) is not, and has the same time again after the answer', (event) => {
  const { clock, come, ask } = setUp();
  const socket = come();
  clock.advance(IDLE_MS - 1);
  const answered = ask(socket, event);
  clock.advance(10 * IDLE_MS);
  expect(socket.destroyed).toBe(false);
  answered();
  clock.advance(IDLE_MS - 1);
  expect(socket.destroyed).toBe(false);
  clock.advance(1);
  expect(socket.destroyed).toBe(true);
});

test('a WebSocket of a member is none of this', () => {
  const { clock, connections, come, upgrade } = setUp(1);
  const socket = come();
  upgrade(socket);
  connections.settled(socket as unknown as Socket);
  clock.advance(10 * IDLE_MS);
  expect(come().destroyed).toBe(true);
  expect(socket.destroyed).toBe(false);
});

test('one of nobody may be silent as long as the relay lets it, but makes room for others, the oldest first', () => {
  const { clock, connections, come, upgrade } = setUp(3);
  const [member, older, younger] = [come(), come(), come()];
  for (const socket of [member, older, younger]) upgrade(socket);
  connections.settled(member as unknown as Socket);
  clock.advance(10 * IDLE_MS);
  expect([member, older, younger].map(({ destroyed }) => destroyed)).toEqual([false, false, false]);
  come();
  expect([member, older, younger].map(({ destroyed }) => destroyed)).toEqual([false, true, false]);
  come();
  expect([member, younger].map(({ destroyed }) => destroyed)).toEqual([false, true]);
});

test('in a full house the one that has asked for nothing longest makes room', () => {
  const { come, ask } = setUp(3);
  const [asking, oldest, younger] = [come(), come(), come()];
  const answered = ask(asking);
  const newcomer = come();
  expect([asking, oldest, younger, newcomer].map(({ destroyed }) => destroyed)).toEqual([false, true, false, false]);
  ask(newcomer);
  answered();
  // Answered: it waits again, but came last.
  come();
  expect([asking, younger, newcomer].map(({ destroyed }) => destroyed)).toEqual([false, true, false]);
});

test('where everybody is busy, the newcomer has to go; where somebody went, there is room', () => {
  const { come, ask } = setUp(2);
  const [a, b] = [come(), come()];
  for (const socket of [a, b]) ask(socket);
  expect(come().destroyed).toBe(true);
  a.destroy();
  expect(come().destroyed).toBe(false);
  expect(b.destroyed).toBe(false);
});

test('the end cuts them all and leaves no timer', () => {
  const { clock, connections, come, ask, upgrade } = setUp();
  const all = [come(), come(), come()];
  ask(all[0] as FakeSocket)();
  upgrade(all[1] as FakeSocket);
  connections.destroy();
  expect(all.map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
  expect(clock.timers).toBe(0);
});
