import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, say } from '../helpers/browser.js';
import { folder, named, saying, type CliEvent } from '../helpers/cli.js';
import { everybody, expectNothingLeft, originsOf, type Everybody, type Tab } from '../helpers/everybody.js';

const isNamed = (event: string, fields: Readonly<Record<string, unknown>>) => (one: CliEvent) =>
  one.event === event && Object.entries(fields).every(([name, value]) => one[name] === value);

/** Of a message with this text, in the terminal. */
const heard = async ({ eve }: Everybody, text: string): Promise<{ readonly id: string; readonly no: number; readonly event: CliEvent }> => {
  const event = await eve.event(saying(text));
  return { event, id: String(event['id']), no: Number(event['no']) };
};

/** Its own text, not what it answers. */
const messageIn = (page: Page, text: string) => page.locator('.message', { has: page.locator('.text-body', { hasText: text }) });

const shown = async ({ page }: Tab, text: string): Promise<void> => messageIn(page, text).last().waitFor();

/** On the phone by taps, on the screen by the pointer. */
async function press({ page }: Tab, text: string, name: string, tap = false): Promise<void> {
  const body = messageIn(page, text).last().locator('.text-body');
  await (tap ? body.tap() : body.hover());
  const act = page.getByRole('toolbar').getByRole('button', { name, exact: true });
  await (tap ? act.tap() : act.click());
}

async function talk(all: Everybody): Promise<void> {
  const { ana, bob, room } = all;
  await say(ana.page, '**loud** `code` <i>text</i> @eve look');
  const said = await heard(all, '**loud** `code` <i>text</i> @eve look');
  expect(said.event).toMatchObject({ kind: 'text', mentioned: true, from: { nick: 'ana' } });
  await room.host.event(saying('**loud** `code` <i>text</i> @eve look'));
  const line = messageIn(bob.page, 'loud');
  expect([await line.locator('strong').textContent(), await line.locator('code').textContent()]).toEqual(['loud', 'code']);
  expect([await line.locator('.mention').textContent(), await line.locator('i').count()]).toEqual(['@eve', 0]);
  await say(bob.page, '/me waves');
  expect((await heard(all, 'waves')).event).toMatchObject({ kind: 'me', from: { nick: 'bob' } });
  await shown(ana, 'waves');
}

async function answer(all: Everybody): Promise<void> {
  const { ana, bob, eve } = all;
  const said = await heard(all, 'waves');
  await press(bob, 'loud', 'Reply', true);
  await bob.field.fill('looking');
  await bob.page.getByRole('button', { name: 'Send' }).tap();
  expect((await heard(all, 'looking')).event['replyTo']).toBe((await heard(all, '**loud** `code` <i>text</i> @eve look')).id);
  await messageIn(ana.page, 'looking').locator('.quote', { hasText: 'loud' }).waitFor();
  eve.write(`/reply ${said.no} hello bob\n`);
  for (const { page } of [ana, bob]) await messageIn(page, 'hello bob').locator('.quote', { hasText: 'waves' }).waitFor();
}

async function react(all: Everybody): Promise<void> {
  const { ana, bob, eve } = all;
  const { no } = await heard(all, 'waves');
  await press(ana, 'waves', 'React');
  await ana.page.getByRole('dialog').getByRole('button', { name: '🎉' }).click();
  await eve.event((one) => one.event === 'reactions' && JSON.stringify(one['reactions']).includes('"ana"'));
  eve.write(`/react ${no} :tada:\n`);
  await eve.event((one) => one.event === 'reactions' && JSON.stringify(one['reactions']).includes('"eve"'));
  for (const { page } of [ana, bob]) await page.getByRole('button', { name: /^🎉 2: .*ana.*eve/u }).waitFor();
  await bob.page.getByRole('button', { name: /^🎉 2/u }).tap();
  await eve.event((one) => one.event === 'reactions' && JSON.stringify(one['reactions']).includes('"bob"'));
  await ana.page.getByRole('button', { name: /^🎉 3/u }).waitFor();
}

async function mend(all: Everybody): Promise<void> {
  const { ana, bob, eve } = all;
  await say(ana.page, 'frist');
  const { no } = await heard(all, 'frist');
  await ana.field.press('ArrowUp');
  await ana.field.fill('first');
  await ana.field.press('Enter');
  await eve.event(isNamed('message-edited', { no, text: 'first' }));
  await messageIn(bob.page, 'first').last().getByText('edited').waitFor();
  await press(ana, 'first', 'Take back');
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await eve.event(isNamed('message-gone', { no, reason: 'deleted' }));
  await bob.page.getByText('taken back').waitFor();
  eve.write('wrong\n');
  for (const tab of [ana, bob]) await shown(tab, 'wrong');
  eve.write('/edit right\n');
  for (const tab of [ana, bob]) await shown(tab, 'right');
  eve.write('/delete last\n');
  for (const { page } of [ana, bob]) await expect.poll(() => page.getByText('taken back').count()).toBe(2);
  expect(await bob.page.locator('.log').innerText()).not.toMatch(/first|right/u);
}

/** They disappear while other things are done: gone() looks for that. */
async function burn(all: Everybody): Promise<void> {
  const { ana, bob, eve } = all;
  await bob.page.getByLabel('Disappears after').selectOption('10');
  await bob.field.fill('ten seconds');
  await bob.page.getByRole('button', { name: 'Send' }).tap();
  expect((await heard(all, 'ten seconds')).event['burn']).toBe(10);
  await messageIn(ana.page, 'ten seconds').getByText('disappears in').waitFor();
  await bob.page.getByLabel('Disappears after').selectOption('0');
  eve.write('/burn 2s two seconds\n');
  for (const { page } of [ana, bob]) await messageIn(page, 'two seconds').getByText('disappears in').waitFor();
}

async function gone({ ana, bob, eve }: Everybody): Promise<void> {
  for (const { page } of [ana, bob]) {
    await expect.poll(() => page.getByText('disappeared').count()).toBe(2);
    expect(await page.content()).not.toMatch(/two seconds|ten seconds/u);
  }
  for (const one of ['bob', 'eve'])
    await eve.event((event) => event.event === 'message-gone' && event['reason'] === 'burned' && nickOf(event) === one);
}

const nickOf = (event: CliEvent): unknown => (event['from'] as { readonly nick?: unknown } | undefined)?.nick;

async function whisper({ room, ana, bob, eve }: Everybody): Promise<void> {
  await ana.page.getByRole('complementary').getByRole('button', { name: /^eve/u }).click();
  await ana.page.getByRole('button', { name: 'Write to eve alone' }).click();
  const pane = ana.page.getByRole('region', { name: /^Private, with/u });
  await ana.page.keyboard.type('for eve alone');
  await ana.page.keyboard.press('Enter');
  const event = await eve.event(saying('for eve alone'));
  expect([event['private'], nickOf(event)]).toEqual([true, 'ana']);
  eve.write('/msg ana for ana alone\n/msg bob for bob alone\n');
  await pane.getByText('for ana alone').waitFor();
  await ana.page.keyboard.press('Escape');
  await bob.page.getByRole('button', { name: /^eve: 1 private message$|eve.*: 1 private message$/u }).tap();
  await bob.page.getByText('for bob alone').waitFor();
  await bob.page.getByRole('button', { name: 'Back to the room' }).tap();
  expect(room.host.stdout + (await bob.page.content())).not.toMatch(/for (?:eve|ana) alone/u);
  expect(room.host.stdout + (await ana.page.content())).not.toContain('for bob alone');
}

async function names(all: Everybody): Promise<void> {
  const { ana, bob, eve } = all;
  await bob.field.pressSequentially('hm');
  await ana.page.locator('.typing', { hasText: 'bob' }).waitFor();
  await say(bob.page, '/nick bobby');
  await eve.event(isNamed('member-renamed', { nick: 'bobby' }));
  await ana.page
    .getByRole('complementary')
    .getByRole('button', { name: /^bobby/u })
    .waitFor();
  eve.write('/nick evelyn\n');
  for (const { page } of [ana, bob]) await page.locator('.line', { hasText: 'evelyn' }).first().waitFor();
}

const text = 'the bytes of a file\n'.repeat(9_000);

async function saved({ page }: Tab, name: string, tap = false): Promise<string> {
  const card = page.locator('.file', { hasText: name });
  const button = (label: string) => card.getByRole('button', { name: `${label}: ${name}` });
  await (tap ? button('Get').tap() : button('Get').click());
  await button('Save').waitFor();
  const download = page.waitForEvent('download');
  await (tap ? button('Save').tap() : button('Save').click());
  return readFileSync(await (await download).path(), 'utf8');
}

async function files(all: Everybody): Promise<void> {
  const { ana, bob, eve } = all;
  const place = folder();
  const chooser = ana.page.waitForEvent('filechooser');
  await ana.page.getByRole('button', { name: 'Offer a file' }).click();
  await (await chooser).setFiles({ name: 'page.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await ana.page.getByRole('button', { name: 'Offer 1 file' }).click();
  const offered = await eve.event(isNamed('message', { kind: 'file' }));
  expect(offered['file']).toMatchObject({ name: 'page.txt', bytes: text.length });
  eve.write(`/save ${Number(offered['no'])} ${place}\n`);
  const written = await eve.event(named('written'));
  expect(readFileSync(String(written['path']), 'utf8')).toBe(text);
  expect(await saved(bob, 'page.txt', true)).toBe(text);
  for (const who of ['evelyn has it', 'bobby has it']) await ana.page.getByText(who).waitFor();
  writeFileSync(join(place, 'terminal.txt'), `terminal\n${text}`);
  eve.write(`/send ${join(place, 'terminal.txt')}\n`);
  expect(await saved(ana, 'terminal.txt')).toBe(`terminal\n${text}`);
  expect(await saved(bob, 'terminal.txt', true)).toBe(`terminal\n${text}`);
}

async function ignore(all: Everybody): Promise<void> {
  const { ana, bob, eve } = all;
  await say(ana.page, '/mute evelyn');
  await ana.page.getByText('evelyn is muted').waitFor();
  await say(ana.page, '/ignore bobby');
  eve.write('/ignore bobby\n');
  // What follows is heard after it.
  eve.write('ready\n');
  await shown(ana, 'ready');
  await say(bob.page, 'into the air');
  await all.room.host.event(saying('into the air'));
  await say(ana.page, '/ignore bobby');
  eve.write('/ignore bobby\n');
  eve.write('again\n');
  await shown(bob, 'again');
  await shown(ana, 'again');
  await say(bob.page, 'heard again');
  await heard(all, 'heard again');
  await shown(ana, 'heard again');
  expect(eve.stdout + (await ana.page.content())).not.toContain('into the air');
}

async function keep({ ana }: Everybody): Promise<void> {
  await say(ana.page, '/export json');
  const download = ana.page.waitForEvent('download');
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  const kept = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { readonly items: readonly CliEvent[] };
  const said = kept.items.map((item) => item['text']);
  expect(said).toEqual(expect.arrayContaining(['waves', 'looking', 'hello bob', 'for eve alone', 'heard again']));
  expect(JSON.stringify(kept)).not.toMatch(/into the air|ten seconds|for bob alone|frist/u);
}

async function translate({ bob, ana, eve }: Everybody): Promise<void> {
  await bob.page.getByRole('button', { name: 'Settings' }).tap();
  await bob.page.locator('.settings .language select').selectOption('ar');
  await bob.page.locator('html[lang=ar][dir=rtl]').waitFor();
  await bob.page.keyboard.press('Escape');
  eve.write('in any language\n');
  for (const tab of [ana, bob]) await shown(tab, 'in any language');
  expect(await messageIn(bob.page, 'heard again').count()).toBe(1);
  expect(await ana.page.evaluate(() => document.documentElement.lang)).toBe('en');
  await bob.page.locator('.header-row .icon-button').filter({ visible: true }).nth(2).tap();
  await bob.page.locator('.settings .language select').selectOption('en');
  await bob.page.locator('html[lang=en][dir=ltr]').waitFor();
  await bob.page.keyboard.press('Escape');
}

async function leave({ room, ana, bob, eve }: Everybody): Promise<void> {
  eve.write('/quit\n');
  expect(await eve.exited).toBe(0);
  for (const { page } of [ana, bob]) await page.locator('.count', { hasText: '3' }).waitFor({ state: 'attached' });
  await bob.page.getByRole('button', { name: 'More' }).tap();
  await bob.page.getByRole('dialog').getByRole('button', { name: 'Leave' }).tap();
  await bob.page.getByRole('dialog', { name: 'Leave the room?' }).getByRole('button', { name: 'Leave' }).tap();
  await ana.page.locator('.count', { hasText: '2' }).waitFor({ state: 'attached' });
  room.host.kill('SIGINT');
  expect(await room.host.exited).toBe(0);
  await bob.page.getByRole('heading', { name: 'You left the room' }).waitFor();
  await ana.page.getByRole('heading', { level: 1, name: /ended/iu }).waitFor();
  for (const { page } of [ana, bob]) expect(await page.content()).not.toMatch(/waves|looking|heard again|evelyn|alone/u);
}

browserSuite('a session with everything in it', (browser) => {
  it('is the same for a page on a screen, one on a phone and a terminal; it leaves nothing, and asks nobody else', async () => {
    const all = await everybody(browser());
    const { ana, bob, room } = all;
    for (const step of [talk, burn, answer, react, mend, whisper]) await step(all);
    await expectNothingLeft([ana, bob]);
    for (const step of [names, files, ignore, gone, keep, translate]) await step(all);
    await expectNothingLeft([ana, bob]);
    await leave(all);
    await expectNothingLeft([ana, bob]);
    const { origin, host } = new URL(room.link);
    for (const { requests, asked, trouble, page } of [ana, bob]) {
      expect(trouble).toEqual([]);
      // What stands in memory is of the page itself; all of it was asked for after `about:blank`.
      expect(originsOf(requests.filter((address) => address !== 'about:blank'))).toEqual([origin]);
      expect(originsOf(asked)).toEqual([origin, `ws://${host}`]);
      await expect(page.evaluate(() => (document.documentElement.innerHTML = '<b>x</b>'))).rejects.toThrow('TrustedHTML');
      await expect.poll(() => trouble.join()).toContain('violation: require-trusted-types-for');
    }
  });
});
