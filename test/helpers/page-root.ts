import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A package folder with a page of its own, so that a test of the server needs no build. */
export interface PageRoot {
  readonly path: string;
  readonly script: string;
  readonly style: string;
  readonly part: string;
  remove(): void;
}

const SCRIPT = { file: 'main.0123456789ab.js', text: "'use strict';\n" };
const PART = { file: 'some-part.0a1b2c3d4e5f.js', text: 'export default () => 1;\n' };
const STYLE = { file: 'style.ba9876543210.css', text: 'body { color: black }\n' };
const INDEX =
  '<!doctype html><title>page</title><meta name="chattrace-plain-http" content="{{plainHttp}}"><link rel="stylesheet" href="{{style}}" integrity="{{styleIntegrity}}">' +
  '<script defer src="{{script}}" integrity="{{scriptIntegrity}}"></script>\n';
const ERROR =
  '<!doctype html><title>error</title><link rel="stylesheet" href="{{style}}" integrity="{{styleIntegrity}}"><p>Nothing here.</p>\n';

const built = ({ file, text }: { readonly file: string; readonly text: string }) => ({
  file,
  integrity: `sha384-${createHash('sha384').update(text).digest('base64')}`,
});

export function createPageRoot(): PageRoot {
  const path = mkdtempSync(join(tmpdir(), 'chattrace-page-'));
  const app = join(path, 'assets', 'app');
  mkdirSync(app, { recursive: true });
  mkdirSync(join(path, 'templates'));
  for (const { file, text } of [SCRIPT, STYLE, PART]) writeFileSync(join(app, file), text);
  writeFileSync(join(app, 'integrity.json'), JSON.stringify({ script: built(SCRIPT), style: built(STYLE), parts: [built(PART)] }));
  writeFileSync(join(app, 'left-over.000000000000.js'), 'not served');
  writeFileSync(join(path, 'templates', 'index.html'), INDEX);
  writeFileSync(join(path, 'templates', 'error.html'), ERROR);
  writeFileSync(join(path, 'secret.txt'), 'not served');
  return { path, script: SCRIPT.file, style: STYLE.file, part: PART.file, remove: () => rmSync(path, { recursive: true, force: true }) };
}
