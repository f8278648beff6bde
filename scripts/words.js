// The sentences of the page in other languages (CONTRIBUTING.md): what is wrong with them, what is missing in one, and what is added to one.
import { readFileSync, writeFileSync } from 'node:fs';
import { englishWords, fileOf, LANGUAGES, mergedWords, missingWords, wordFaults, wordsOf } from './lib/page-words.js';

const [code, file] = process.argv.slice(2);
const english = await englishWords();
const inJson = (/** @type {object} */ words) => `${JSON.stringify(words, undefined, 2)}\n`;
if (code === undefined) {
  const faults = LANGUAGES.flatMap((one) => wordFaults(one, english, wordsOf(one)));
  process.stdout.write(faults.map((fault) => `${fault}\n`).join(''));
  process.exitCode = faults.length === 0 ? 0 : 1;
} else if (!LANGUAGES.includes(code)) {
  process.stderr.write('usage: node scripts/words.js [LANGUAGE [FILE]]\n');
  process.exitCode = 64;
} else if (file === undefined) {
  process.stdout.write(inJson(missingWords(english, wordsOf(code))));
} else {
  writeFileSync(fileOf(code), inJson(mergedWords(english, wordsOf(code), JSON.parse(readFileSync(file, 'utf8')))));
}
