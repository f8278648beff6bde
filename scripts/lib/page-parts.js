import { readFileSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { at, root } from './paths.js';

/** A module that is a part: it exports one constant, of its own name in camel case. */
const PART = /[\\/]([a-z-]+-part)\.ts$/;
/** As esbuild writes them when it makes small. */
const IMPORT = /\bimport\{([^}]*)\}from"([^"]+)";/g;
const EXPORT = /export\{([\w$]+) as \w+\};?\s*$/;
/** A package of nothing but functions, but for its errors: a part brings those of them that the page's script has no use for. */
const FUNCTIONS = /[\\/]ts-mls[\\/].*(?<!Error)\.js$/;
const EXPORTED = /^export (?:async )?(?:function|const) (\w+)/gm;
/** Not in quotes: a command has such a name. */
const OTHER = /(?<!["'`/])\b(?:import|export)(?:\{|"|\*| \w+ from)/;

/** @typedef {{ file: string, integrity: string }} Built a part, as the script that fetches it must name it */

/** The module in a script that holds what the parts use which it fetches. */
const TABLE = 'shared-with-parts';

/** What a script has, and its parts use: each has a place in one list there, the same for all of them. */
export class SharedNames {
  /** @type {Map<string, number>} */
  #names = new Map();

  /**
   * @param {string} from
   * @param {string} name
   */
  of(from, name) {
    const key = JSON.stringify([from, name]);
    const known = this.#names.get(key) ?? this.#names.size;
    this.#names.set(key, known);
    return known;
  }

  /** The text of the module. A function is there before anything is run, whoever imports whom. */
  get table() {
    const all = [...this.#names].map(([key, place]) => ({ own: `s${place}`, read: JSON.parse(key) }));
    const imports = all.map(({ own, read: [from, name] }) => `import { ${name} as ${own} } from ${JSON.stringify(at(from))};`);
    return `${imports.join('\n')}\nexport function shared() {\n  return [${all.map(({ own }) => own).join(', ')}];\n}`;
  }
}

/**
 * In a script, which may be a part itself: what fetches a part in the place of each. Before parts are built, `built` is empty: then it is
 * only seen what else the script has.
 * @param {string} entry
 * @param {ReadonlyMap<string, Built>} [built]
 * @param {SharedNames} [shared]
 * @returns {import('esbuild').Plugin}
 */
export const fetchedParts = (entry, built = new Map(), shared = new SharedNames()) => ({
  name: 'fetched-parts',
  setup(made) {
    made.onLoad({ filter: PART }, ({ path }) => {
      if (path === at(entry)) return undefined;
      const { file, integrity } = built.get(partName(path)) ?? { file: '', integrity: '' };
      const contents = [
        `import { fetchedPart } from ${JSON.stringify(at('src/web/part-fetcher.ts'))};`,
        `import { shared } from '${TABLE}';`,
        `export const ${constant(path)} = /* @__PURE__ */ fetchedPart('/app/${file}', '${integrity}', shared);`,
      ];
      return { contents: contents.join('\n'), resolveDir: dirname(path) };
    });
    made.onResolve({ filter: new RegExp(`^${TABLE}$`) }, ({ path }) => ({ path, namespace: TABLE }));
    made.onLoad({ filter: /./, namespace: TABLE }, () => ({ contents: shared.table, resolveDir: root }));
  },
});

/**
 * @typedef {object} Script the page's script, or a part that fetches others
 * @property {readonly string[]} parts modules that it has, and are parts
 * @property {ReadonlySet<string>} modules those that are there when it runs: its own, and those of the scripts that fetched it
 * @property {(name: string) => boolean} has whether there is something of this name, as far as can be seen
 */

/**
 * What a build of a script has read and used.
 * @param {{ metafile: import('esbuild').Metafile, contents: Uint8Array }} built not made small
 * @param {Script} [host] what fetches it
 * @param {readonly string[]} [held] parts that it fetches for others
 * @returns {Script}
 */
export function scriptOf({ metafile, contents }, host, held = []) {
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const names = used.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([name]) => name);
  const entries = new Set(Object.values(metafile.outputs).map(({ entryPoint }) => entryPoint));
  const declared = new Set([...new TextDecoder().decode(contents).matchAll(/\b(?:function|var) (\w+)/g)].map(([, name]) => name));
  return {
    parts: names.filter((name) => isPart(name) && !entries.has(name)),
    modules: new Set([...names, ...held, ...(host?.modules ?? [])]),
    has: (name) => declared.has(name) || host?.has(name) === true,
  };
}

/**
 * The text of a part: a module that exports a function from what it shares with the script that fetches it to the part itself. So nothing
 * is sent twice, and files name each other in one direction only.
 * @param {{ readonly contents: Uint8Array }} built a module, made small
 * @param {string} entry
 * @param {SharedNames} shared takes the names
 */
export function partText({ contents }, entry, shared) {
  const names = new Map();
  const inside = new TextDecoder().decode(contents).replace(IMPORT, (_whole, list, from) => {
    for (const name of list.split(',')) {
      const [theirs, ours = theirs] = name.split(' as ');
      names.set(ours, shared.of(from, theirs));
    }
    return '';
  });
  const [whole, value] = EXPORT.exec(inside) ?? [];
  const body = inside.slice(0, -(whole?.length ?? 0));
  if (whole === undefined || OTHER.test(body)) throw new Error(`${entry} is not written as a part`);
  const given = [...names].map(([ours, place]) => `${place}:${ours}`);
  return `export default({${given.join(',')}})=>{${body};return ${value}};`;
}

/**
 * What is there when a part is run is not put into it.
 * @param {Script} script that fetches it
 * @returns {import('esbuild').Plugin}
 */
export const sharedModules = ({ modules, has }) => ({
  name: 'shared-modules',
  setup(made) {
    made.onResolve({ filter: /^own:/ }, ({ path }) => ({ path: path.slice(4) }));
    made.onResolve({ filter: /^shared:/ }, ({ path }) => ({ path: path.slice(7), external: true, sideEffects: false }));
    made.onLoad({ filter: /./, namespace: 'mixed' }, ({ path }) => {
      const from = (/** @type {string} */ name) => JSON.stringify(has(name) ? `shared:${relative(root, path)}` : `own:${path}`);
      const names = [...readFileSync(path, 'utf8').matchAll(EXPORTED)].map(([, name = '']) => name);
      return { contents: names.map((name) => `export { ${name} } from ${from(name)};`).join('\n') };
    });
    made.onResolve({ filter: /./ }, async ({ path, resolveDir, kind, importer, pluginData }) => {
      if (pluginData === sharedModules || kind === 'entry-point' || path === TABLE) return undefined;
      const found = await made.resolve(path, { resolveDir, kind, importer, pluginData: sharedModules });
      const name = relative(root, found.path);
      if (!modules.has(name)) return undefined;
      return FUNCTIONS.test(name) ? { path: found.path, namespace: 'mixed' } : { path: name, external: true, sideEffects: false };
    });
  },
});

/** @param {string} path */
export const isPart = (path) => PART.test(`/${path}`);

/** @param {string} path */
export const partName = (path) => basename(path, '.ts');

/** @param {string} path */
const constant = (path) => partName(path).replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
