import { expect, test } from 'vitest';
import { flip, startProxy, type Alter } from '../helpers/altering-proxy.js';
import { named, openRoom, runCli } from '../helpers/cli.js';

const same: Alter = (answer) => answer;

/** A room of `start`, behind a proxy that does this. */
async function behind(alter: Alter): Promise<{ readonly origin: string; readonly link: string; readonly sha256: unknown }> {
  const { host, link } = await openRoom();
  const { origin } = await startProxy(Number(new URL(link).port), alter);
  const ready = await host.event(named('ready'));
  return { origin, link: link.replace(/^[^#]*\//, `${origin}/`), sha256: (ready['assets'] as { readonly sha256: string }).sha256 };
}

test('of an untouched session exits with 0, with the hash that start printed; the key is not needed', async () => {
  const { link, origin, sha256 } = await behind(same);
  const verify = runCli(['verify', '--json'], { environment: { CHATTRACE_LINK: link } });
  expect(await verify.exited).toBe(0);
  expect(verify.events.at(-1)).toMatchObject({ event: 'verified', origin, same: true, differences: 0, assets: { sha256 } });
  const alone = runCli(['verify', origin]);
  expect(await alone.exited).toBe(0);
  expect(alone.stdout).toMatch(
    /^✔ document .*\n✔ script .*\n✔ style sheet .*\n(?:✔ part .*\n)+✔ error page .*\n✔ assets +[0-9a-f]{16}: the same that start prints/,
  );
  expect(alone.stdout).toContain(String(sha256).slice(0, 16));
});

test.each<readonly [string, string, string, Alter]>([
  ['the document', 'index.html', 'bytes', (answer, { path }) => (path === '/' ? { ...answer, body: flip(answer.body, 700) } : answer)],
  [
    'the script',
    'app/main',
    'bytes',
    (answer, { path }) => (path.includes('/main.') ? { ...answer, body: flip(answer.body, 20_000) } : answer),
  ],
  [
    'the style sheet',
    'app/style',
    'bytes',
    (answer, { path }) => (path.endsWith('.css') ? { ...answer, body: flip(answer.body, 0) } : answer),
  ],
  [
    'a header',
    'index.html',
    'content-security-policy',
    (answer, { path }) =>
      path === '/' ? { ...answer, headers: { ...answer.headers, 'content-security-policy': "default-src 'self'" } } : answer,
  ],
  [
    'the script for phones only',
    'app/main',
    'bytes',
    (answer, { path, headers }) =>
      path.includes('/main.') && /iPhone/.test(headers['user-agent'] ?? '') ? { ...answer, body: flip(answer.body, 9) } : answer,
  ],
])('of a session behind a door that alters %s exits with 1 and names it', async (_, file, part, alter) => {
  const { origin } = await behind(alter);
  const verify = runCli(['verify', '--json', origin]);
  expect(await verify.exited).toBe(1);
  const found = verify.events.filter((one) => one.event === 'finding' && one['state'] === 'problem');
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ details: { file: expect.stringContaining(file) as string, part } });
  expect(verify.events.find(named('verified'))).toMatchObject({ same: false, differences: 1 });
  expect(verify.events.at(-1)).toMatchObject({ event: 'error', code: 'SERVED_DIFFERS' });
});

test('for people, a difference is a line, then what it means', async () => {
  const { origin } = await behind((answer, { path }) =>
    path === '/' ? { ...answer, headers: { ...answer.headers, refresh: '0;url=\u009b2J' } } : answer,
  );
  const verify = runCli(['verify', '--quiet', origin]);
  expect(await verify.exited).toBe(1);
  expect(verify.stdout).toMatch(/^✖ document +index\.html: header refresh is "0;url=\\u\{9b\}2J"; none is expected\n$/);
  expect(verify.stdout + verify.stderr).not.toContain('\u009b');
  expect(verify.stderr).toMatch(/error\[SERVED_DIFFERS\].*\nwhy: 1 difference\ntry: /);
});

test('where nobody answers exits with 69, without an address with 64, with none at all with 65', async () => {
  const { host, link } = await openRoom();
  host.kill('SIGINT');
  await host.exited;
  expect(await runCli(['verify', link]).exited).toBe(69);
  expect(await runCli(['verify']).exited).toBe(64);
  expect(await runCli(['verify', 'no address']).exited).toBe(65);
});

test('a link that is mangled is understood by join, one of an ended session says that nothing answers', async () => {
  const { host, link } = await openRoom();
  const mangled = `> ${link.slice(0, 60)}\n> ${link.slice(60)}\n`;
  const joining = (): ReturnType<typeof runCli> => runCli(['join', '--json'], { environment: { CHATTRACE_LINK: mangled } });
  const guest = joining();
  await guest.event(named('joined'));
  host.kill('SIGINT');
  await host.exited;
  expect(await guest.exited).toBe(0);
  const late = joining();
  expect(await late.exited).toBe(69);
  expect(late.events[0]).toMatchObject({ event: 'error', code: 'UNREACHABLE', text: 'Nothing answers at this address.' });
  const other = await openRoom();
  const wrong = runCli(['join', '--json', link.replace(/:\d+/, `:${new URL(other.link).port}`)]);
  expect(await wrong.exited).toBe(77);
  expect(wrong.events[0]).toMatchObject({ event: 'error', code: 'REFUSED', text: 'No open room has this key.' });
});
