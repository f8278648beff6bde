import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { asChatError, watchFatal } from '../../../../src/cli/life/fatal.js';
import { ChatError } from '../../../../src/protocol/chat-error.js';

describe('a fatal error', () => {
  test.each(['uncaughtException', 'unhandledRejection'])('%s becomes one of ours', (event) => {
    const source = new EventEmitter();
    const errors: ChatError[] = [];
    const stop = watchFatal(source, (error) => errors.push(error));
    const thrown = new TypeError('x is not a function');
    source.emit(event, thrown);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ code: 'BUG', exitCode: 70, why: 'TypeError: x is not a function', cause: thrown });
    stop();
    expect(source.listenerCount(event)).toBe(0);
  });

  test('a failure of ours keeps its code', () => {
    const error = new ChatError('PORT_IN_USE', '8080');
    expect(asChatError(error)).toBe(error);
  });

  test.each([
    ['a string', 'no', 'no'],
    ['nothing', undefined, 'undefined'],
    ['an object without a prototype', Object.create(null), 'something that has no text'],
  ])('%s that was thrown is told too', (_, thrown, why) => {
    expect(asChatError(thrown)).toMatchObject({ code: 'BUG', why });
  });
});
