import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { systemRandom } from '../../src/adapters/random.js';
import { examineServed, type Served } from '../../src/cli/verify/examine-served.js';
import { createChatServer } from '../../src/server/chat-server.js';
import { securityHeaders } from '../../src/server/headers.js';
import { flip, startProxy, type Alter } from '../helpers/altering-proxy.js';
import { createPageRoot, type PageRoot } from '../helpers/page-root.js';
import { startTestServer } from '../helpers/test-server.js';

const PHONE = /iPhone/;
const same: Alter = (answer) => answer;

/** What `verify` finds of a real server behind a proxy that does this. `page`: what it expects. */
async function seen(
  alter: Alter,
  { lan = false, page = undefined as PageRoot | undefined } = {},
): Promise<Served & { readonly asked: readonly string[] }> {
  const served = createPageRoot();
  onTestFinished(() => served.remove());
  const server = await createChatServer({ root: served.path, clock: systemClock, random: systemRandom, log: () => undefined, lan });
  onTestFinished(() => server.close());
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const { origin, requests } = await startProxy(port, alter);
  const found = await examineServed({ origin, root: (page ?? served).path, clock: systemClock, random: systemRandom });
  expect(found.expected.sha256 === server.assets.sha256).toBe(page === undefined);
  return { ...found, asked: requests.map(({ path }) => path) };
}

const named = ({ differences }: Served): readonly string[] =>
  differences.map(({ name, part, visitors }) => `${name}/${part}/${visitors.length}`);
const PATHS = {
  document: /^\/$/,
  script: /main\.\w+\.js$/,
  part: /-part\.\w+\.js$/,
  'style sheet': /\.css$/,
  'error page': /^\/[0-9a-f]{24}$/,
};
const FILES = ['document', 'script', 'part', 'style sheet', 'error page'] as const;
const isFor = (path: string, what: (typeof FILES)[number]): boolean => PATHS[what].test(path);

describe('what came as it was sent', () => {
  test('has no difference; every file was asked for twice, by two kinds of browser', async () => {
    const found = await seen(same);
    expect(found.differences).toEqual([]);
    expect(found).toMatchObject({ added: [], otherBuild: undefined });
    for (const file of FILES)
      expect(
        found.asked.filter((path) => isFor(path, file)),
        file,
      ).toHaveLength(2);
  });

  test('may be the page for a network by plain http, with its own hash', async () => {
    expect((await seen(same, { lan: true })).differences).toEqual([]);
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('may be compressed on its way: %s', async (encoding, compress) => {
    const found = await seen((answer) => ({
      ...answer,
      headers: { ...answer.headers, 'content-encoding': encoding },
      body: compress(answer.body),
    }));
    expect(found.differences).toEqual([]);
  });

  test('may have headers of the way; they are told', async () => {
    const found = await seen((answer) => ({
      ...answer,
      headers: { ...answer.headers, 'CF-Ray': '1', server: 'cloudflare', 'alt-svc': 'h3' },
    }));
    expect(found).toMatchObject({ differences: [], added: ['alt-svc', 'cf-ray', 'server'] });
  });
});

describe('an alteration is named', () => {
  test.each(FILES)('one bit of the %s: at its start, middle and end', async (file) => {
    for (const share of [0, 0.5, 0.999]) {
      const found = await seen((answer, { path }) =>
        isFor(path, file) ? { ...answer, body: flip(answer.body, Math.floor(share * answer.body.length)) } : answer,
      );
      expect(named(found)).toEqual([`${file}/bytes/2`]);
    }
  });

  test.each(FILES)('one byte more, one less, and none of the %s', async (file) => {
    for (const change of [
      (body: Buffer) => Buffer.concat([body, Buffer.from('\n')]),
      (body: Buffer) => body.subarray(1),
      () => Buffer.alloc(0),
    ]) {
      const found = await seen((answer, { path }) => (isFor(path, file) ? { ...answer, body: change(answer.body) } : answer));
      expect(named(found)).toEqual([`${file}/bytes/2`]);
    }
  });

  test.each([...Object.keys(securityHeaders), 'content-type'])(
    'header %s, changed by a character, missing, or there twice',
    async (name) => {
      const changes = [(value: string) => flip(Buffer.from(value), 0).toString(), () => undefined, (value: string) => [value, value]];
      for (const change of changes) {
        const found = await seen((answer, { path }) => {
          const { [name]: value = '', ...others } = answer.headers;
          const changed = isFor(path, 'script') ? change(value as string) : value;
          return { ...answer, headers: changed === undefined ? others : { ...others, [name]: changed } };
        });
        expect(named(found)).toEqual([`script/${name}/2`]);
      }
    },
  );

  test.each(FILES)('a policy that allows one more origin, on the %s', async (file) => {
    const found = await seen((answer, { path }) => {
      const policy = String(answer.headers['content-security-policy']).replace(
        "connect-src 'self'",
        "connect-src 'self' https://evil.example",
      );
      return isFor(path, file) ? { ...answer, headers: { ...answer.headers, 'content-security-policy': policy } } : answer;
    });
    expect(named(found)).toEqual([`${file}/content-security-policy/2`]);
  });

  test.each(['link', 'set-cookie', 'refresh', 'location', 'service-worker-allowed', 'speculation-rules', 'sourcemap', 'clear-site-data'])(
    'header %s, which the page does not have',
    async (name) => {
      const found = await seen((answer, { path }) => (path === '/' ? { ...answer, headers: { ...answer.headers, [name]: 'x' } } : answer));
      expect(named(found)).toEqual([`document/${name}/2`]);
    },
  );

  test.each([
    ['script', '<script src="https://evil.example/x.js"></script>', 'https://evil.example'],
    ['style sheet', '<link rel="stylesheet" href="//cdn.evil.example/x.css">', '//cdn.evil.example'],
    ['connection', '<link rel="preconnect" href="wss://evil.example:8443">', 'wss://evil.example:8443'],
  ])('another origin in the document: a %s', async (_, tag, origin) => {
    const found = await seen((answer, { path }) =>
      path === '/' ? { ...answer, body: Buffer.concat([answer.body, Buffer.from(tag)]) } : answer,
    );
    expect(named(found)).toEqual(['document/bytes/2', 'document/origin/2']);
    expect(found.differences[1]?.text).toContain(origin);
  });

  test.each(FILES)('a %s that is bad for phones only', async (file) => {
    const found = await seen((answer, { path, headers }) =>
      isFor(path, file) && PHONE.test(headers['user-agent'] ?? '') ? { ...answer, body: flip(answer.body, 7) } : answer,
    );
    expect(found.differences).toMatchObject([{ name: file, part: 'bytes', visitors: ['a phone'] }]);
  });

  test('a header that is bad for desktops only', async () => {
    const found = await seen((answer, { path, headers }) =>
      path === '/' && !PHONE.test(headers['user-agent'] ?? '')
        ? { ...answer, headers: { ...answer.headers, refresh: '0;url=https://evil.example' } }
        : answer,
    );
    expect(found.differences).toMatchObject([{ name: 'document', part: 'refresh', visitors: ['a browser'] }]);
  });

  test('code that comes only where a script is asked for as one', async () => {
    const found = await seen((answer, { headers }) =>
      headers['sec-fetch-dest'] === 'script' ? { ...answer, body: Buffer.from('alert(1)') } : answer,
    );
    expect(named(found)).toEqual(['script/bytes/2', 'part/bytes/2']);
  });

  test('another status, and a redirect, which is not followed', async () => {
    const found = await seen((answer, { path }) =>
      path === '/' ? { status: 302, headers: { ...answer.headers, location: 'https://evil.example/' }, body: answer.body } : answer,
    );
    expect(named(found)).toEqual(['document/status/2', 'document/location/2']);
  });

  test('a page where there is none', async () => {
    const found = await seen((answer) => (answer.status === 404 ? { ...answer, status: 200 } : answer));
    expect(named(found)).toEqual(['error page/status/2']);
  });

  test('a file that does not come', async () => {
    expect(named(await seen((answer, { path }) => (isFor(path, 'script') ? undefined : answer)))).toEqual(['script/answer/2']);
  });

  test('a file without an end, and one that unpacks to too much, are not read whole', async () => {
    const huge = await seen((answer, { path }) => (isFor(path, 'script') ? { ...answer, body: Buffer.alloc(5_000_000) } : answer));
    expect(huge.differences).toMatchObject([{ name: 'script', part: 'answer', text: expect.stringContaining('more than') as string }]);
    const bomb = await seen((answer, { path }) =>
      isFor(path, 'script')
        ? { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(50_000_000)) }
        : answer,
    );
    expect(bomb.differences).toMatchObject([{ name: 'script', part: 'answer', text: expect.stringContaining('compression') as string }]);
  });
});

describe('another version', () => {
  const sha = (algorithm: string, text: string, encoding: 'hex' | 'base64'): string => createHash(algorithm).update(text).digest(encoding);

  /** A page as a build of another version would be: every name and hash fits. */
  function otherPage(): PageRoot {
    const page = createPageRoot();
    onTestFinished(() => page.remove());
    const built = (name: string, extension: string, text: string) => ({
      file: `${name}.${sha('sha256', text, 'hex').slice(0, 12)}.${extension}`,
      text,
    });
    const app = join(page.path, 'assets', 'app');
    mkdirSync(app, { recursive: true });
    const integrity = ({ file, text }: { readonly file: string; readonly text: string }) => ({
      file,
      integrity: `sha384-${sha('sha384', text, 'base64')}`,
    });
    const inner = built('inner-part', 'js', 'export default () => 2;\n');
    const part = built('some-part', 'js', `fetchLater("/app/${inner.file}","${integrity(inner).integrity}");\n`);
    const style = built('style', 'css', 'body { color: red }\n');
    const script = built('main', 'js', `fetchLater("/app/${part.file}","${integrity(part).integrity}");\n`);
    for (const one of [script, style, part, inner]) writeFileSync(join(app, one.file), one.text);
    writeFileSync(
      join(app, 'integrity.json'),
      JSON.stringify({ script: integrity(script), style: integrity(style), parts: [inner, part].map(integrity) }),
    );
    return page;
  }

  async function seenOf(served: PageRoot, alter: Alter): Promise<{ readonly found: Served; readonly sha256: string }> {
    const server = await createChatServer({ root: served.path, clock: systemClock, random: systemRandom, log: () => undefined });
    onTestFinished(() => server.close());
    const { origin } = await startProxy((await server.listen({ host: '127.0.0.1', port: 0 })).port, alter);
    const own = createPageRoot();
    onTestFinished(() => own.remove());
    return {
      found: await examineServed({ origin, root: own.path, clock: systemClock, random: systemRandom }),
      sha256: server.assets.sha256,
    };
  }

  test('differs, and is said to be a whole build, with the hash that its start prints', async () => {
    const { found, sha256 } = await seenOf(otherPage(), same);
    expect(found.differences.length).toBeGreaterThan(0);
    expect(found.otherBuild).toBe(sha256);
  });

  test.each([
    ['script', PATHS.script],
    ['part', /some-part/],
    ['part of a part', /inner-part/],
  ])('one byte of which is altered, in its %s, is no whole build', async (_, file) => {
    const { found } = await seenOf(otherPage(), (answer, { path }) =>
      file.test(path) ? { ...answer, body: flip(answer.body, 3) } : answer,
    );
    expect(found.otherBuild).toBeUndefined();
  });

  test('that phones get another build of is none', async () => {
    const { found } = await seenOf(otherPage(), (answer, { path, headers }) =>
      path === '/' && PHONE.test(headers['user-agent'] ?? '')
        ? { ...answer, body: Buffer.concat([answer.body, Buffer.from(' ')]) }
        : answer,
    );
    expect(found.otherBuild).toBeUndefined();
  });
});

describe('nobody there', () => {
  test('is no difference', async () => {
    const { server, port, page } = await startTestServer();
    await server.close();
    const nobody = examineServed({ origin: `http://127.0.0.1:${port}`, root: page.path, clock: systemClock, random: systemRandom });
    await expect(nobody).rejects.toMatchObject({ code: 'UNREACHABLE', exitCode: 69 });
  });

  test.each([502, 530])('a door without a session behind it, which says %i, neither', async (status) => {
    await expect(seen((answer) => ({ ...answer, status, body: Buffer.from('gone') }))).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });
});
