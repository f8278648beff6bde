import { describe, expect, test } from 'vitest';
import { LineView } from '../../../src/cli/join/line-view.js';
import { tellEvents } from '../../../src/cli/join/event-view.js';
import { memberCodeLines, ownCodeLines } from '../../../src/cli/output/code-lines.js';
import { rosterLine } from '../../../src/cli/output/member-lines.js';
import type { Codes } from '../../../src/client/member-api.js';
import type { ViewItem, ViewMember } from '../../../src/client/view.js';
import { showCodes } from '../../../src/cli/join/show-codes.js';
import { fingerprintCodes } from '../../../src/crypto/codes.js';
import { createFakeMember, viewMember } from '../../helpers/fake-member.js';
import { createFakeScreen, type FakeScreenOptions } from '../../helpers/fake-screen.js';

const hana = viewMember('Hana', { role: 'host', verified: true });
const words = (count: number): string => Array.from({ length: count }, (_none, n) => `word${n}`).join(' ');
const digits = Array.from({ length: 12 }, (_none, n) => String(n).padStart(5, '0')).join(' ');
const codes: Codes = {
  member: () => ({ words: words(16), digits, qr: '' }),
  pair: () => digits.replaceAll('0', '9'),
  room: () => words(12),
  check: () => 'unreadable',
};

const linesOf = (lines: readonly { readonly text: string }[]): readonly string[] => lines.map(({ text }) => text);
const screenOf = (options: FakeScreenOptions = {}) => createFakeScreen(options).reporter.screen;

describe('codes in a terminal', () => {
  test('four words and six groups a row, in columns that fit the narrowest terminal', () => {
    const { member } = createFakeMember();
    const lines = [...linesOf(ownCodeLines(member.view, codes, screenOf())), ...linesOf(memberCodeLines(hana, codes, screenOf()))];
    expect(lines).toContain('    word0    word1    word2    word3');
    expect(lines).toContain('    00000 00001 00002 00003 00004 00005');
    expect(lines).toContain('    99999 99991 99992 99993 99994 99995');
    expect(lines.filter((line) => line.startsWith('    ')).every((line) => line.length <= 40)).toBe(true);
    expect(lines.join('\n')).not.toMatch(/\b(epoch|commit|PSK|lease)\b/u);
  });

  test('what is not sure is said: not confirmed, alone, no code of the room', () => {
    const { member } = createFakeMember();
    const text = (view: Partial<typeof member.view>, some = codes): string =>
      linesOf(ownCodeLines({ ...member.view, ...view }, some, screenOf())).join('\n');
    expect(text({})).not.toMatch(/Not confirmed|Nobody else/u);
    expect(text({ confirmed: false })).toContain('Not confirmed: the host has not been heard yet.');
    expect(text({ confirmed: false, hosted: false })).toContain('Not confirmed: nobody has shown yet');
    expect(text({ members: [member.view.self] })).toContain('Nobody else is here.');
    expect(text({})).toContain('The room:');
    expect(text({}, { ...codes, room: () => undefined })).not.toContain('The room:');
  });

  test('nobody who has left, nor oneself, has a number to compare', () => {
    expect(memberCodeLines(hana, { ...codes, member: () => undefined }, screenOf())).toEqual([]);
    expect(memberCodeLines(hana, { ...codes, pair: () => undefined }, screenOf())).toEqual([]);
  });
});

describe('a mark', () => {
  test.each([
    [{ ascii: false }, 'Hana·host·✓'],
    [{ ascii: true }, 'Hana|host|v'],
  ])('with %j stands behind the name, where no nick can stand', (options, expected) => {
    const { member } = createFakeMember();
    const fake = viewMember(options.ascii ? 'Eve|v' : 'Eve•✓');
    const line = rosterLine({ ...member.view, members: [hana, fake] }, screenOf(options)).text;
    expect(line).toContain(`${expected},`);
    expect(line).toContain('Eve');
    expect(line).not.toMatch(/Eve[·•|][✓v]/u);
  });

  test.each<[ViewItem['type'], string]>([
    ['member-verified', 'is verified'],
    ['member-unverified', 'is not verified'],
    ['member-anew', 'is back on a new page; compare again if it matters.'],
  ])('%s is said to people and to programs', (type, text) => {
    const item = { key: 1, rev: 0, at: 0, type, member: hana } as ViewItem;
    const { fake, screen } = { fake: createFakeMember(), screen: createFakeScreen() };
    fake.member.on(new LineView(fake.member, screen.reporter, 600_000).heard);
    fake.emit({ type: 'item', item });
    expect(screen.text).toContain(`Hana·host·✓ ${text}`);
    const program = createFakeScreen({ json: true });
    tellEvents(fake.member, 'room', program.reporter)({ type: 'item', item });
    expect(JSON.parse(program.result)).toMatchObject({ event: type, nick: 'Hana', verified: true });
  });

  test('who is not verified has no such field, and who joins is told the code of the room', () => {
    const fake = createFakeMember();
    fake.set({ members: [hana, viewMember('Bob'), fake.member.view.self] });
    const program = createFakeScreen({ json: true });
    tellEvents(fake.member, 'room', program.reporter)({ type: 'joined' });
    const { members, safetyCode } = JSON.parse(program.result) as { members: Record<string, unknown>[]; safetyCode: string };
    expect(members.map((member) => member['verified'])).toEqual([true, undefined, undefined]);
    expect(safetyCode).toBe('words of the room');
  });
});

describe('one’s own code as a QR code', () => {
  const show = async (columns: number, rows: number, about?: ViewMember): Promise<string> => {
    const { member } = createFakeMember();
    const screen = createFakeScreen({ terminal: { columns, rows } });
    const qr = fingerprintCodes.qr(new Uint8Array(32).fill(7));
    await showCodes(
      about,
      { ...member, view: member.view, codes: { ...codes, member: () => ({ words: words(16), digits, qr }) } },
      screen.reporter,
    );
    return screen.text;
  };

  test('is 33 modules wide with its margin, and not drawn where it does not fit, nor for somebody else', async () => {
    expect(await show(80, 40)).toMatch(/^[ █▀▄]{33}$/mu);
    expect((await show(40, 40)).split('\n').filter((line) => line.length > 40 || /^ \S/u.test(line))).toEqual([]);
    for (const other of [await show(32, 40), await show(80, 20), await show(80, 40, hana)]) expect(other).not.toMatch(/[█▀▄]/u);
  });
});
