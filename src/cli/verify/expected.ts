import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { securityHeaders } from '../../server/headers.js';
import { loadPageFiles, type PageFiles } from '../../server/page-files.js';

/** One thing that is served, as it must come. */
export interface ExpectedFile {
  /** For people. */
  readonly name: 'document' | 'script' | 'part' | 'style sheet' | 'error page';
  /** In the manifest. */
  readonly file: string;
  readonly path: string;
  readonly status: number;
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the package of this program would serve. */
export interface Expected {
  /** The document first. */
  readonly files: readonly ExpectedFile[];
  /** As `start` prints it. */
  readonly sha256: string;
}

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'application/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

/** The page has two forms: for a network by plain http (--lan) it says so. `missing`: a path that leads nowhere. ChatError ASSETS_MISSING. */
export async function expectedForms(root: string, missing: string): Promise<readonly [Expected, ...Expected[]]> {
  const [usual, lan] = await Promise.all([loadPageFiles(root, 'none'), loadPageFiles(root, 'lan')]);
  return [await expected(usual, missing), await expected(lan, missing)];
}

async function expected(page: PageFiles, missing: string): Promise<Expected> {
  const one = (name: ExpectedFile['name'], file: string, path: string, bytes: Buffer, type: string, status = 200): ExpectedFile => ({
    name,
    file,
    path,
    status,
    bytes,
    headers: { ...securityHeaders, 'content-type': type },
  });
  const assets = await Promise.all(
    page.assets.map(async (file) => {
      const [name, type] = kindOf(file);
      return one(name, `app/${file}`, `/app/${file}`, await readFile(join(page.folder, file)), type);
    }),
  );
  return {
    files: [
      one('document', 'index.html', '/', page.index, HTML),
      ...assets,
      one('error page', 'error.html', missing, page.error, HTML, 404),
    ],
    sha256: page.sha256,
  };
}

function kindOf(file: string): readonly [name: ExpectedFile['name'], type: string] {
  if (file.endsWith('.css')) return ['style sheet', STYLE];
  return [/-part\.\w+\.js$/u.test(file) ? 'part' : 'script', SCRIPT];
}

/** The hash over all that is served: the same lines as in `PageFiles.sha256`. */
export function manifestHash(files: readonly { readonly file: string; readonly bytes: Buffer }[]): string {
  const lines = files.map(({ file, bytes }) => ({ file, line: `${createHash('sha256').update(bytes).digest('hex')}  ${file}\n` }));
  const sorted = lines.toSorted((a, b) => (a.file < b.file ? -1 : 1)).map(({ line }) => line);
  return createHash('sha256').update(sorted.join('')).digest('hex');
}
