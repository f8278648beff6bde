import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { browserSuite, enterRoom, openPage, say } from '../helpers/browser.js';
import { leftBehind, nothing } from '../helpers/left-behind.js';
import { isText, itemOf, startLiveSession } from '../helpers/live-session.js';
import { root } from '../helpers/source-files.js';

browserSuite('what the page asks for and leaves', (browser) => {
  it('one document, one script, one style sheet, then the room; all of this address, and no violation', async () => {
    const { link, origin, host } = await startLiveSession();
    const { page, context, requests, trouble } = await openPage(browser(), link);
    await enterRoom(page);
    await say(page, 'hello');
    await itemOf(host, isText('hello'));
    await page.waitForLoadState('networkidle');
    const kinds = requests.map((url) => url.replace(origin, '').replace(/\.[0-9a-f]{12}\./u, '.'));
    expect(kinds.slice(0, 3).toSorted()).toEqual(['/', '/app/main.js', '/app/style.css']);
    expect(kinds.slice(3)).toEqual(['/app/room-part.js']);
    expect(await page.locator('link[rel=icon]').getAttribute('href')).toMatch(/^blob:/u);
    expect(await context.cookies()).toEqual([]);
    expect(trouble).toEqual([]);
  });

  it('nothing is stored after a chat, and nothing after leaving', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    host.say({ text: 'canary from the host' });
    await page.getByText('canary from the host').waitFor();
    await say(page, 'canary from the page');
    await itemOf(host, isText('canary from the page'));
    expect(await leftBehind(page)).toEqual(nothing);
    await say(page, '/quit');
    await page.getByRole('heading', { name: 'You left the room' }).waitFor();
    expect(await leftBehind(page)).toEqual(nothing);
    expect(await page.content()).not.toContain('canary');
  });

  it('the secret of the link is in no request', async () => {
    const { link } = await startLiveSession();
    const { page, context, requests } = await openPage(browser(), link);
    const headers: string[] = [];
    context.on('request', (request) => void headers.push(JSON.stringify(request.headers())));
    await page.reload();
    await enterRoom(page);
    const [, secret = ''] = link.split('.').slice(-3);
    expect(secret).toHaveLength(43);
    expect(requests.map((url) => url.split('#')[0]).join(' ')).not.toContain(secret);
    expect(headers.join(' ')).not.toContain(secret);
  });

  it('a file of another address cannot be loaded, nor text become code', async () => {
    const { link } = await startLiveSession();
    const { page, trouble } = await openPage(browser(), link);
    const refused = await page.evaluate(() => {
      const tried: string[] = [];
      const attempt = (name: string, run: () => void): void => {
        try {
          run();
        } catch {
          tried.push(name);
        }
      };
      const node = document.createElement('div');
      attempt('innerHTML', () => (node.innerHTML = '<b>x</b>'));
      attempt('outerHTML', () => document.body.append(node) ?? (node.outerHTML = '<b>x</b>'));
      attempt('document.write', () => document.write('x'));
      attempt('policy', () => {
        const { trustedTypes } = globalThis as unknown as { readonly trustedTypes: { createPolicy(name: string, rules: object): void } };
        trustedTypes.createPolicy('any', {});
      });
      return tried;
    });
    expect(refused).toEqual(['innerHTML', 'outerHTML', 'document.write', 'policy']);
    expect(trouble.length).toBeGreaterThan(0);
  });
});

it('the script is strict, as its modules are; it and the room have no tweetnacl, and nothing of packages that only errors would say', () => {
  const folder = join(root, 'assets/app');
  const { script, parts } = JSON.parse(readFileSync(join(folder, 'integrity.json'), 'utf8')) as {
    readonly script: { readonly file: string };
    readonly parts: readonly { readonly file: string }[];
  };
  const files = [script, ...parts.filter(({ file }) => file.startsWith('room-part.'))];
  const texts = files.map(({ file }) => readFileSync(join(folder, file), 'utf8'));
  expect(texts[0]).toMatch(/^"use strict";/u);
  expect(texts).toHaveLength(2);
  // What tweetnacl, ts-mls and @noble say when something is wrong.
  expect(texts.join('')).not.toMatch(/bad nonce size|Could not verify confirmation tag|invalid tag/u);
  expect(texts[1]).toContain('CryptoVerificationError');
});
