import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { watchEndSignals, type AnySignal, type EndSignals } from '../../../../src/cli/life/end-signals.js';
import { createFakeClock, type FakeClock } from '../../../helpers/fake-clock.js';

interface Watched {
  readonly clock: FakeClock;
  readonly signals: EndSignals;
  readonly source: EventEmitter;
  /** What was asked for, in order. */
  readonly asked: readonly string[];
}

const watch = (refuse = true): Watched => {
  const clock = createFakeClock();
  const source = new EventEmitter();
  const asked: string[] = [];
  const signals = watchEndSignals(source, clock, {
    end: (signal) => asked.push(`end ${signal}`),
    force: (code, signal) => asked.push(`force ${code} ${signal}`),
    hangUp: () => asked.push('hang up'),
    ...(refuse ? { refuseStop: () => asked.push('refuse') } : {}),
  });
  return { clock, signals, source, asked };
};

describe('end signals', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s asks for the end', (signal) => {
    const { source, asked } = watch();
    source.emit(signal);
    expect(asked).toEqual([`end ${signal}`]);
  });

  test('SIGHUP takes the terminal away before it asks for the end', () => {
    const { source, asked } = watch();
    source.emit('SIGHUP');
    expect(asked).toEqual(['hang up', 'end SIGHUP']);
  });

  test('the same signal within 500 ms is the same one', () => {
    const { source, asked, clock } = watch();
    source.emit('SIGINT');
    clock.advance(499);
    source.emit('SIGINT');
    expect(asked).toEqual(['end SIGINT']);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('the same signal later forces: %s, %i', (signal, code) => {
    const { source, asked, clock } = watch();
    source.emit(signal);
    clock.advance(500);
    source.emit(signal);
    expect(asked).toEqual([`end ${signal}`, `force ${code} ${signal}`]);
  });

  test('another signal forces at once', () => {
    const { source, asked } = watch();
    source.emit('SIGINT');
    source.emit('SIGTERM');
    expect(asked).toEqual(['end SIGINT', 'force 143 SIGTERM']);
  });

  test('a hang-up after another signal takes the terminal away, then forces', () => {
    const { source, asked } = watch();
    source.emit('SIGINT');
    source.emit('SIGHUP');
    expect(asked).toEqual(['end SIGINT', 'hang up', 'force 129 SIGHUP']);
  });

  test('a terminal that hangs up twice insists on nothing', () => {
    const { source, asked, clock } = watch();
    source.emit('SIGHUP');
    clock.advance(3_000);
    source.emit('SIGHUP');
    expect(asked).toEqual(['hang up', 'end SIGHUP', 'hang up']);
  });

  test('Ctrl+Z is refused, or left alone when nobody refuses it', () => {
    const refusing = watch();
    refusing.source.emit('SIGTSTP');
    expect(refusing.asked).toEqual(['refuse']);
    const leaving = watch(false);
    expect(leaving.source.listenerCount('SIGTSTP')).toBe(0);
  });

  test('keys of a raw terminal count as the signals they stand for', () => {
    const { signals, asked, clock } = watch();
    signals.receive('SIGTSTP');
    signals.receive('SIGINT');
    clock.advance(500);
    signals.receive('SIGINT');
    expect(asked).toEqual(['refuse', 'end SIGINT', 'force 130 SIGINT']);
  });

  test('listens to nothing after stop', () => {
    const { signals, source } = watch();
    signals.stop();
    const all: readonly AnySignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGTSTP'];
    expect(all.map((signal) => source.listenerCount(signal))).toEqual([0, 0, 0, 0]);
  });
});
