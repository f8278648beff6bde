import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { at, root } from '../../scripts/lib/paths.js';

/** The room as the page draws it, with its style and nothing else, filled by `benchRoom` (bench/subjects/log-room.js); at an address of this computer. */
export async function serveRoom() {
  const page = await roomPage();
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

async function roomPage() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['bench/subjects/log-room.js'],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    loader: { '.svg': 'text', '.txt': 'text' },
    charset: 'utf8',
    write: false,
    logLevel: 'warning',
  });
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<style>${readFileSync(at('assets/style.css'), 'utf8')}</style>`,
  ];
  return `<!doctype html><html lang="en">${head.join('')}<body><div id="app"></div><script>${outputFiles[0]?.text}</script>`;
}
