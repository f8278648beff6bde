// `npm run pictures`: the pictures of README.md, into docs/pictures: of the terminal from a real run in a terminal, of the page from a real
// Chromium. Each is of a session of its own that has ended when the picture is there.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './lib/chromium.js';
import { writeWhole } from './lib/files.js';
import { pagePictures } from './lib/page-views.js';
import { at } from './lib/paths.js';
import { demoPicture, startPicture } from './lib/terminal-views.js';

/** A picture that is larger makes the page that shows it slow. */
const MOST_BYTES = 150_000;

const chromium = findChromium();
if (chromium === undefined) {
  process.stderr.write('There is no Chromium here: install it, or name one in CHATTRACE_TEST_CHROMIUM.\n');
  process.exit(69);
}

/**
 * @param {string} name
 * @param {string | Uint8Array} content
 */
function keep(name, content) {
  if (content.length > MOST_BYTES) throw new Error(`${name} has ${content.length} bytes, more than ${MOST_BYTES}`);
  writeWhole(at('docs', 'pictures', name), content);
  process.stdout.write(`docs/pictures/${name}: ${content.length} bytes\n`);
}

const home = mkdtempSync(join(tmpdir(), 'chattrace-pictures-'));
try {
  keep('start.svg', await startPicture(home));
  keep('demo.svg', await demoPicture(home));
  await pagePictures(chromium, (name, png) => keep(`${name}.png`, png));
} finally {
  rmSync(home, { recursive: true, force: true });
}
