import { describe, expect, it } from 'vitest';

interface Script {
  readonly modules: ReadonlySet<string>;
}
interface Tree {
  readonly entry: string;
  readonly script: Script;
  readonly children: readonly Tree[];
}
type Read = (entry: string, host: Script | undefined) => Promise<object>;

/** The build's own, which is plain JavaScript. */
const { partTree } = (await import(/* @vite-ignore */ new URL('../../../scripts/lib/part-tree.js', import.meta.url).href)) as {
  readonly partTree: (entry: string, read: Read) => Promise<Tree>;
};

type Imports = Readonly<Record<string, readonly string[]>>;

/** As the build reads a script: all that it imports, but for what is there before it, and for what is in other parts. */
function reader(imports: Imports): Read {
  const gathered = (name: string, host: Script | undefined, found: Set<string>): Set<string> => {
    found.add(name);
    for (const one of imports[name] ?? []) {
      if (host?.modules.has(one) === true || found.has(one)) continue;
      if (one.endsWith('-part.ts')) found.add(one);
      else gathered(one, host, found);
    }
    return found;
  };
  return (entry, host) => {
    const inputs = Object.fromEntries([...gathered(entry, host, new Set())].map((name) => [name, { bytesInOutput: 1 }]));
    return Promise.resolve({ metafile: { outputs: { out: { entryPoint: entry, inputs } } }, contents: new Uint8Array() });
  };
}

/** `main(room(dialogs))`: what is fetched by what. */
const shape = ({ entry, children }: Tree): string => {
  const name = entry.replace(/(?:-part)?\.ts$/u, '');
  return children.length === 0 ? name : `${name}(${children.map(shape).join(' ')})`;
};

const shapeOf = async (imports: Imports): Promise<string> => shape(await partTree('main.ts', reader(imports)));

describe('which file fetches which part', () => {
  it('the one that uses it, to any depth', async () => {
    const imports = {
      'main.ts': ['b-part.ts', 'a-part.ts'],
      'a-part.ts': ['room.ts'],
      'room.ts': ['c-part.ts'],
      'c-part.ts': ['d-part.ts'],
    };
    expect(await shapeOf(imports)).toBe('main(a(c(d)) b)');
  });

  it('one that two parts use is fetched by the nearest file that both come from', async () => {
    const both = { 'main.ts': ['a-part.ts', 'b-part.ts'], 'a-part.ts': ['x-part.ts'], 'b-part.ts': ['x-part.ts'] };
    expect(await shapeOf(both)).toBe('main(a b x)');
    const below = {
      'main.ts': ['room-part.ts'],
      'room-part.ts': ['a-part.ts', 'b-part.ts'],
      'a-part.ts': ['c-part.ts'],
      'c-part.ts': ['x-part.ts'],
      'b-part.ts': ['x-part.ts'],
    };
    expect(await shapeOf(below)).toBe('main(room(a(c) b x))');
    // Whichever is read first.
    expect(await shapeOf({ ...both, 'main.ts': ['x-part.ts', 'a-part.ts', 'b-part.ts'] })).toBe('main(a b x)');
  });

  it('what such a part shares is then looked for where it has come to', async () => {
    const imports = {
      'main.ts': ['a-part.ts', 'b-part.ts'],
      'a-part.ts': ['help.ts', 'x-part.ts'],
      'b-part.ts': ['x-part.ts'],
      'x-part.ts': ['help.ts'],
    };
    const { children } = await partTree('main.ts', reader(imports));
    expect(children.map(({ entry }) => entry)).toEqual(['a-part.ts', 'b-part.ts', 'x-part.ts']);
    // b may come without a: x needs a help of its own.
    expect(children[2]?.script.modules.has('help.ts')).toBe(true);
    expect([...(children[0]?.script.modules ?? [])]).toContain('x-part.ts');
  });

  it('what is there before it is in no part again', async () => {
    const imports = {
      'main.ts': ['words.ts', 'a-part.ts'],
      'a-part.ts': ['words.ts', 'labels.ts', 'b-part.ts'],
      'b-part.ts': ['words.ts', 'labels.ts', 'own.ts', 'a-part.ts'],
    };
    const read: string[] = [];
    const seen = reader(imports);
    await partTree('main.ts', async (entry, host) => {
      const built = (await seen(entry, host)) as { readonly metafile: { readonly outputs: { readonly out: { readonly inputs: object } } } };
      read.push(`${entry}: ${Object.keys(built.metafile.outputs.out.inputs).join(' ')}`);
      return built;
    });
    expect(read).toEqual([
      'main.ts: main.ts words.ts a-part.ts',
      'a-part.ts: a-part.ts labels.ts b-part.ts',
      'b-part.ts: b-part.ts own.ts',
    ]);
  });
});
