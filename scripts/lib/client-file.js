import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { at } from './paths.js';

/**
 * The page as one file: script and style sheet inside, and a policy that allows these very two and nothing else, but for sockets: where the
 * room is stands in the link. Depends on the sources only.
 * @param {Uint8Array} script
 * @param {Uint8Array} style
 */
export function clientFile(script, style) {
  const inside = { script: whole(script, 'script'), style: whole(style, 'style') };
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(inside.script)}`,
    `style-src ${hashOf(inside.style)}`,
    'connect-src wss: ws:',
    'img-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const template = readFileSync(at('templates/client.html'), 'utf8');
  const values = new Map(Object.entries({ ...inside, policy }));
  return template.replace(/\{\{(\w+)\}\}/g, (placeholder, name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`templates/client.html has an unknown placeholder: ${placeholder}`);
    return value;
  });
}

/**
 * What would end its own element, or begin a comment, would be cut there by a browser.
 * @param {Uint8Array} bytes
 * @param {string} element
 */
function whole(bytes, element) {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  if (new RegExp(`</${element}|<!--|\r`, 'i').test(text)) throw new Error(`the ${element} cannot stand inside of a page`);
  return text;
}

/** @param {string} text */
const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
