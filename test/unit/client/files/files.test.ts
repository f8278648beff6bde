import { describe, expect, test } from 'vitest';
import { limits } from '../../../../src/protocol/limits.js';
import { contentOf, fileIn, fileOf, fileRoom, filesOf, get, offer, transferOf, until } from '../../../helpers/file-room.js';

describe('a file', () => {
  test.each(['mls', 'shared-key', 'none'] as const)('comes to who asks for it, in mode %s', async (mode) => {
    const { world, ana, bob } = await fileRoom(mode);
    const file = fileOf(3 * limits.fileChunkBytes + 1);
    await offer(world, ana, file);
    expect(fileIn(bob).file).toEqual({
      name: 'photo.png',
      mime: 'image/png',
      bytes: file.bytes,
      transfer: { side: 'theirs', state: 'offered', bytes: 0 },
    });
    get(bob);
    await until(world, () => transferOf(bob).state === 'here');
    expect(contentOf(bob)).toEqual(file.content);
    await world.run(500);
    expect(transferOf(ana)).toMatchObject({ side: 'ours', state: 'offered', receivers: [{ bytes: file.bytes, state: 'has' }] });
    expect(filesOf(world.host)).toHaveLength(1);
    expect(transferOf(world.host)).toEqual({ side: 'theirs', state: 'offered', bytes: 0 });
  });
});
