import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ChatError } from '../protocol/chat-error.js';

/** Everything that is served, ready to be sent. */
export interface PageFiles {
  readonly index: Buffer;
  readonly error: Buffer;
  /** Where `assets` are on disk. */
  readonly folder: string;
  /** File names in `folder`, and no others, are served under /app/. */
  readonly assets: readonly string[];
  /** SHA-256, hexadecimal, of the manifest: a line `<sha256>  <name>` for each file, sorted by name, as sha256sum prints it. */
  readonly sha256: string;
}

interface Built {
  readonly file: string;
  readonly integrity: string;
}

/**
 * `root`: the package's folder, with templates/ and assets/. `plainHttp`: where the page may join although it came over plain http, which
 * stands in it. ChatError ASSETS_MISSING when the page is not built, or not whole.
 */
export async function loadPageFiles(root: string, plainHttp: 'none' | 'lan' = 'none'): Promise<PageFiles> {
  const folder = join(root, 'assets', 'app');
  const { script, style, parts } = parseIntegrity(await read(folder, 'integrity.json'));
  const values = {
    script: `/app/${script.file}`,
    scriptIntegrity: script.integrity,
    style: `/app/${style.file}`,
    styleIntegrity: style.integrity,
    plainHttp,
  };
  const index = render(await read(join(root, 'templates'), 'index.html'), values);
  const error = render(await read(join(root, 'templates'), 'error.html'), values);
  const assets = await Promise.all(
    [script, style, ...parts].map(async (built) => ({ name: `app/${built.file}`, bytes: await readBuilt(folder, built) })),
  );
  const served = [{ name: 'index.html', bytes: index }, { name: 'error.html', bytes: error }, ...assets];
  return { index, error, folder, assets: assets.map(({ name }) => basename(name)), sha256: manifestHash(served) };
}

async function read(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name));
  } catch (cause) {
    throw new ChatError('ASSETS_MISSING', `${name} is missing`, cause);
  }
}

/** What browsers are told to refuse is refused here already. */
async function readBuilt(folder: string, { file, integrity }: Built): Promise<Buffer> {
  const bytes = await read(folder, file);
  if (`sha384-${hash('sha384', bytes, 'base64')}` !== integrity)
    throw new ChatError('ASSETS_MISSING', `${file} is not what integrity.json says`);
  return bytes;
}

/** `parts`: scripts that the page's script fetches when they are needed. */
interface Integrity {
  readonly script: Built;
  readonly style: Built;
  readonly parts: readonly Built[];
}

function parseIntegrity(bytes: Buffer): Integrity {
  const bad = (cause?: unknown): ChatError => new ChatError('ASSETS_MISSING', 'integrity.json is malformed', cause);
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString());
  } catch (cause) {
    throw bad(cause);
  }
  const { script, style, parts } = (parsed ?? {}) as { readonly [N in keyof Integrity]?: unknown };
  if (!isBuilt(script) || !isBuilt(style) || !Array.isArray(parts) || !parts.every(isBuilt)) throw bad();
  return { script, style, parts };
}

function isBuilt(value: unknown): value is Built {
  const { file, integrity } = (value ?? {}) as { readonly file?: unknown; readonly integrity?: unknown };
  return (
    typeof file === 'string' && /^[\w-]+(\.[\w-]+)+$/.test(file) && typeof integrity === 'string' && /^sha384-[\w+/]{64}$/.test(integrity)
  );
}

function render(template: Buffer, values: Readonly<Record<string, string>>): Buffer {
  const text = template.toString().replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`a template has an unknown placeholder: ${placeholder}`);
    return value;
  });
  return Buffer.from(text);
}

function manifestHash(files: readonly { readonly name: string; readonly bytes: Buffer }[]): string {
  const lines = files.map(({ name, bytes }) => ({ name, line: `${hash('sha256', bytes, 'hex')}  ${name}\n` }));
  const sorted = lines.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ line }) => line);
  return hash('sha256', Buffer.from(sorted.join('')), 'hex');
}

const hash = (algorithm: string, bytes: Buffer, encoding: 'hex' | 'base64'): string => createHash(algorithm).update(bytes).digest(encoding);
