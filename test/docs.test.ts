import { describe, expect, it } from 'vitest';
import { labels } from '../src/crypto/labels.js';
import { controlFields } from '../src/protocol/control.js';
import { errors } from '../src/protocol/error-code.js';
import { frameTypes, isControl, type FrameType } from '../src/protocol/frame-type.js';
import { limits } from '../src/protocol/limits.js';
import { modeLetter, type Mode } from '../src/protocol/mode.js';
import { isCounted, pad, payloadKinds, type PayloadKind } from '../src/protocol/payload.js';
import { closeCodes, type LeftReason, type NoticeCode, type RefusalCode } from '../src/protocol/relay-code.js';
import { codes, readText, tableRows } from './helpers/markdown-table.js';

const protocol = readText('docs/protocol.md');

/** The compiler keeps these complete: a word that is missing here, or too many, does not compile. */
const notices: Record<NoticeCode, true> = { came: true, away: true, back: true, credit: true, exposed: true, locked: true, unlocked: true };
const leftReasons: Record<LeftReason, true> = { left: true, gone: true, removed: true };
const closing: Record<RefusalCode, number | undefined> = {
  bad_frame: closeCodes.bad_frame,
  not_joined: closeCodes.not_joined,
  hello_late: closeCodes.hello_late,
  refused: closeCodes.refused,
  full: closeCodes.full,
  locked: closeCodes.locked,
  rate: undefined,
  flood: closeCodes.flood,
  epoch: undefined,
  credit: undefined,
  unsupported: undefined,
  resume_gap: undefined,
  resume_refused: undefined,
};
const modes: Record<Mode, string> = { mls: modeLetter('mls'), 'shared-key': modeLetter('shared-key'), none: modeLetter('none') };

describe('docs/protocol.md', () => {
  it('numbers every frame type', () => {
    const rows = tableRows(protocol, 'number', 'type', 'from');
    expect(Object.fromEntries(rows.map(([number, type]) => [type, Number(number)]))).toEqual(frameTypes);
  });

  it('says which frames are sealed: those of members', () => {
    const rows = tableRows(protocol, 'number', 'type', 'from');
    const sealed = rows.filter((row) => row[3] === 'yes').map((row) => row[1]);
    expect(sealed).toEqual((Object.keys(frameTypes) as FrameType[]).filter((type) => !isControl(type)));
  });

  it('gives every field of every control body', () => {
    const rows = tableRows(protocol, 'type', 'body').map(([type = '', body = '']) => [type, Object.fromEntries(codes(body).map(asField))]);
    expect(Object.fromEntries(rows)).toEqual(controlFields);
  });

  it('gives every refusal with its close code', () => {
    const rows = tableRows(protocol, 'ERR', 'close code').map(([word = '', code = '']) => [
      codes(word)[0],
      code === '–' ? undefined : Number(code),
    ]);
    expect(Object.fromEntries(rows)).toEqual(closing);
  });

  it('gives every notice', () => {
    expect(tableRows(protocol, 'NOTICE', 'meaning').map(([word = '']) => codes(word)[0])).toEqual(Object.keys(notices));
  });

  it('gives every reason of LEFT', () => {
    const sentence = protocol.slice(protocol.indexOf('LEFT from a member'), protocol.indexOf('| NOTICE | meaning'));
    expect(codes(sentence).filter((word) => /^[a-z]{3,}$/.test(word) && word !== 'conn' && word !== 'why')).toEqual(
      Object.keys(leftReasons),
    );
  });

  it('gives every close code', () => {
    const numbers = tableRows(protocol, 'close code', 'meaning').map(([code]) => Number(code));
    expect(numbers).toEqual([...new Set(Object.values(closeCodes))].toSorted((a, b) => a - b));
  });

  it('numbers every payload kind and says whether it is counted', () => {
    const rows = tableRows(protocol, 'number', 'kind', 'counted').map(([number, kind, counted]) => [
      kind,
      [Number(number), counted === 'yes'],
    ]);
    const kinds = Object.entries(payloadKinds).map(([kind, number]) => [kind, [number, isCounted(kind as PayloadKind)]]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(kinds));
  });

  it('gives the sizes that payloads are padded to', () => {
    const sizes = /padded to ([\d, or]+) bytes/.exec(protocol)?.[1]?.match(/\d+/g)?.map(Number) ?? [];
    expect(sizes).toHaveLength(5);
    for (const [at, size] of sizes.entries()) {
      expect(pad(new Uint8Array(size))).toHaveLength(size);
      expect(pad(new Uint8Array((sizes[at - 1] ?? 0) + 1))).toHaveLength(size);
    }
    expect(() => pad(new Uint8Array((sizes.at(-1) ?? 0) + 1))).toThrow();
  });

  it('gives every limit with its value', () => {
    const rows = tableRows(protocol, 'name', 'value', 'by').map(([name = '', value]) => [name, Number(value)]);
    expect(Object.fromEntries(rows)).toEqual(limits);
  });

  it('gives the letter of every mode', () => {
    const [, what = ''] = tableRows(protocol, 'part', 'what').find(([part]) => part === 'mode') ?? [];
    expect(what).toBe(
      Object.entries(modes)
        .map(([mode, letter]) => `\`${letter}\` ${mode}`)
        .join(', '),
    );
  });

  it('gives the label of every derivation, and no label is missing in it', () => {
    const derived = tableRows(protocol, 'label', 'bytes').map(([label = '']) => codes(label)[0]);
    expect(Object.values(labels)).toEqual(expect.arrayContaining(derived));
    const unnamed = Object.values(labels).filter((label) => !protocol.includes(`"${label}"`) && !derived.includes(label));
    expect(unnamed).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  it('says why there is each dependency', () => {
    const named = tableRows(readText('docs/architecture.md'), 'package', 'why').flatMap(([names = '']) => names.split(', '));
    const { devDependencies } = JSON.parse(readText('package.json')) as { readonly devDependencies: Readonly<Record<string, string>> };
    expect(named.toSorted()).toEqual(
      Object.keys(devDependencies)
        .filter((name) => !name.startsWith('@types/'))
        .toSorted(),
    );
  });
});

describe('docs/errors.md', () => {
  it('gives code, exit code, text and hint of every error', () => {
    const rows = tableRows(readText('docs/errors.md'), 'code', 'exit').map(([code, exit, ...words]) => [code, [Number(exit), ...words]]);
    expect(Object.fromEntries(rows)).toEqual(errors);
  });
});

function asField(text: string): readonly [name: string, kind: string] {
  const [, name = '', optional = '', kind = ''] = /^(\w+)(\??): (\w+)$/.exec(text) ?? [];
  return [name, kind + optional];
}
