import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { ownFile } from '../../../src/cli/files/file-source.js';
import { writeNew } from '../../../src/cli/files/write-new.js';
import { FileActs } from '../../../src/cli/join/file-acts.js';
import type { Transfer } from '../../../src/client/view.js';
import { folder } from '../../helpers/cli.js';
import { createFakeMember, messageItem } from '../../helpers/fake-member.js';
import { createFakeScreen } from '../../helpers/fake-screen.js';

const settled = (done: () => boolean): Promise<void> => vi.waitFor(() => expect(done()).toBe(true));

describe('a file of this computer', () => {
  test('is read in parts, and is what it is then', async () => {
    const path = join(folder(), 'a list.txt');
    writeFileSync(path, 'hello world');
    const file = await ownFile(path);
    if (!file.ok) throw new Error(file.reason);
    const { source } = file.value;
    expect(source).toMatchObject({ name: 'a list.txt', mime: 'text/plain', bytes: 11 });
    expect(Buffer.from(await source.read(6, 11)).toString()).toBe('world');
    writeFileSync(path, 'short');
    expect(await source.read(0, 11)).toHaveLength(5);
  });

  test('is none where there is none, a folder, or a pipe that nobody writes to', async () => {
    const home = folder();
    spawnSync('mkfifo', [join(home, 'pipe')]);
    for (const [name, why] of [
      ['nothing', 'there is no such file'],
      ['.', 'not a plain file'],
      ['pipe', 'not a plain file'],
    ] as const)
      expect(await ownFile(join(home, name))).toEqual({ ok: false, reason: why });
  });

  test('that is a picture goes out without what tells of its making', async () => {
    const path = join(folder(), 'photo.txt');
    const chunk = (type: string, data: string): Buffer =>
      Buffer.concat([Buffer.from([0, 0, 0, data.length]), Buffer.from(type + data, 'latin1'), Buffer.alloc(4)]);
    const secret = chunk('tEXt', 'Author\0Ana');
    const begin = Buffer.concat([Buffer.from('\x89PNG\r\n\x1A\n', 'latin1'), chunk('IHDR', '\0\0\0\x01\0\0\0\x01\x08\0\0\0\0')]);
    const end = Buffer.concat([chunk('IDAT', 'x'), chunk('IEND', '')]);
    writeFileSync(path, Buffer.concat([begin, secret, end]));
    const file = await ownFile(path);
    if (!file.ok) throw new Error(file.reason);
    expect(file.value).toMatchObject({ picture: 'cleaned', source: { mime: 'image/png', bytes: begin.length + end.length } });
    const sent = Buffer.from(await file.value.source.read(0, file.value.source.bytes));
    expect([sent.includes('IDAT'), sent.includes('Ana')]).toEqual([true, false]);
    writeFileSync(path, begin.subarray(0, 20));
    expect(await ownFile(path)).toMatchObject({ value: { picture: 'broken', source: { mime: 'application/octet-stream' } } });
  });
});

describe('a file that is written', () => {
  test('overwrites nothing, follows no link, leads out of no folder, and is for its owner alone', async () => {
    const home = folder();
    writeFileSync(join(home, 'photo.jpg'), 'old');
    symlinkSync(join(home, 'elsewhere'), join(home, 'photo (2).jpg'));
    const bytes = Buffer.from('new');
    expect(await writeNew(home, 'photo.jpg', bytes)).toBe(join(home, 'photo (3).jpg'));
    expect(await writeNew(home, '../../photo.jpg', bytes)).toBe(join(home, 'photo (4).jpg'));
    expect(await writeNew(home, 'noending', bytes)).toBe(join(home, 'noending'));
    expect(readFileSync(join(home, 'photo.jpg'), 'utf8')).toBe('old');
    expect(readdirSync(home)).not.toContain('elsewhere');
    expect(statSync(join(home, 'photo (3).jpg')).mode & 0o777).toBe(0o600);
    await expect(writeNew(join(home, 'nowhere'), 'x', bytes)).rejects.toThrow('ENOENT');
  });
});

const open = () => {
  const fake = createFakeMember();
  const screen = createFakeScreen();
  const home = folder();
  const acts = new FileActs({ member: fake.member, reporter: screen.reporter, folder: home });
  const item = (transfer: Transfer) => messageItem({ key: 7, no: 3, text: '', file: { name: 'notes.txt', mime: '', bytes: 5, transfer } });
  const change = (transfer: Transfer): void => {
    fake.set({ items: [item(transfer)] });
    fake.emit({ type: 'item-changed', item: item(transfer), change: 'transfer' });
  };
  change({ side: 'theirs', state: 'offered', bytes: 0 });
  return { fake, screen, home, acts, change };
};

describe('/send', () => {
  test('offers the file at this path, in quotes or not, and says what is wrong with it', async () => {
    const { fake, screen, home, acts } = open();
    writeFileSync(join(home, 'a b.txt'), 'x');
    for (const typed of ['a b.txt', '"a b.txt"', join(home, 'a b.txt')]) await acts.send(typed);
    expect(fake.offered.map(({ name }) => name)).toEqual(['a b.txt', 'a b.txt', 'a b.txt']);
    await acts.send('none\u001b[2J');
    expect(screen.text).toContain('error[FILE_EMPTY]');
    expect(screen.text).toContain('none\\u{1b}[2J: there is no such file');
  });
});

describe('/save', () => {
  test('asks for the file, writes it when it is whole, and then keeps it in memory no longer', async () => {
    const { fake, screen, home, acts, change } = open();
    acts.save('3');
    expect(fake.fetched).toEqual([7]);
    change({ side: 'theirs', state: 'getting', bytes: 2 });
    expect(readdirSync(home)).toEqual([]);
    fake.contents.set(7, Buffer.from('hello'));
    change({ side: 'theirs', state: 'here' });
    await settled(() => fake.cancelled.length > 0);
    expect(readFileSync(join(home, 'notes.txt'), 'utf8')).toBe('hello');
    expect(screen.text).toBe(`· 3 is saved: ${join(home, 'notes.txt')}\n`);
    expect(fake.cancelled).toEqual([7]);
  });

  test('writes what came, though its owner takes it back meanwhile, which overwrites what is held', async () => {
    const { fake, screen, home, acts, change } = open();
    const held = Buffer.alloc(2_000_000, 'x');
    fake.contents.set(7, held);
    change({ side: 'theirs', state: 'here' });
    acts.save('3');
    held.fill(0);
    await settled(() => screen.text.includes('is saved'));
    expect(Buffer.compare(readFileSync(join(home, 'notes.txt')), Buffer.alloc(2_000_000, 'x'))).toBe(0);
  });

  test('goes to the folder that is named; what cannot be written stays in memory', async () => {
    const { fake, screen, home, acts, change } = open();
    fake.contents.set(7, Buffer.from('hello'));
    change({ side: 'theirs', state: 'here' });
    acts.save('3 nowhere');
    await settled(() => screen.text.includes('error[FILE_NOT_SAVED]'));
    expect(fake.cancelled).toEqual([]);
    mkdirSync(join(home, 'my files'));
    acts.save('last my files');
    await settled(() => fake.cancelled.length > 0);
    expect(readdirSync(join(home, 'my files'))).toEqual(['notes.txt']);
  });

  test('of nothing, or of what comes no more, writes nothing', async () => {
    const { fake, screen, home, acts, change } = open();
    for (const typed of ['', '9', 'x']) acts.save(typed);
    expect(screen.text.match(/FILE_UNKNOWN/g)).toHaveLength(3);
    acts.save('3');
    change({ side: 'theirs', state: 'stopped', reason: 'corrupt' });
    fake.contents.set(7, Buffer.from('hello'));
    change({ side: 'theirs', state: 'here' });
    await Promise.resolve();
    expect([readdirSync(home), fake.cancelled]).toEqual([[], []]);
  });

  test('writes nothing that nobody asked for', () => {
    const { fake, home, change } = open();
    fake.contents.set(7, Buffer.from('hello'));
    change({ side: 'theirs', state: 'here' });
    expect(readdirSync(home)).toEqual([]);
  });
});
