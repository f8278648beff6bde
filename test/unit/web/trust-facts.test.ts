import { describe, expect, test } from 'vitest';
import type { View, ViewMember } from '../../../src/client/view.js';
import { ids } from '../../../src/protocol/ids.js';
import { trustFacts, type Fact } from '../../../src/web/room/trust-facts.js';

const someone = (n: number, more: Partial<ViewMember> = {}): ViewMember => ({
  id: ids.member(new Uint8Array(32).fill(n)),
  nick: `m${n}`,
  shown: `m${n}`,
  fingerprint: String(n).repeat(64),
  role: 'guest',
  self: false,
  away: false,
  verified: false,
  ...more,
});

const self = someone(1, { self: true });
const host = someone(2, { role: 'host' });
const quiet: View = {
  phase: 'joined',
  connection: 'online',
  mode: 'mls',
  hosted: true,
  confirmed: true,
  title: undefined,
  locked: false,
  self,
  members: [host, self],
  items: [],
  typing: [],
  ended: undefined,
};

/** What is said about each thing, in a room that differs in this; `!` in front of what warns. */
function said(change: Partial<View> = {}, page = { authentic: true, from: 'room.test' as string | undefined }) {
  const facts = trustFacts({ ...quiet, ...change }, page);
  return Object.fromEntries(
    facts.map(({ about, says, warns }) => [about, `${warns && says.length > 0 ? '!' : ''}${says.join(' ')}`]),
  ) as Record<Fact['about'], string>;
}

describe('who can see what', () => {
  test('in a room as it should be nothing warns', () => {
    const facts = said();
    expect(Object.values(facts).filter((text) => text.startsWith('!'))).toEqual([]);
    expect(facts).toMatchObject({ now: '', host: expect.stringContaining('The host is here.') as string });
  });

  test('the mode says who can read, and what the relay sees', () => {
    expect(said().read).toContain('sealed in this page for the members shown');
    expect(said().relay).toContain('who writes privately to whom');
    const shared = said({ mode: 'shared-key' });
    expect(shared.read).toMatch(/^!.*Anyone who ever had the link can read everything/u);
    expect(shared.before).toMatch(/^!Whoever ever had the link/u);
    expect(shared.relay).not.toContain('privately');
    const clear = said({ mode: 'none' });
    expect(clear.read).toMatch(/^!Not encrypted/u);
    expect(clear.relay).toMatch(/^!Everything/u);
  });

  test('the host is here, away, or nowhere; and confirmed or not', () => {
    expect(said({ members: [someone(2, { role: 'host', away: true }), self] }).host).toContain('The host is away.');
    expect(said({ members: [self] }).host).toContain('The host is not in the list.');
    expect(said({ confirmed: false }).host).toMatch(/^!The host your link was made for has not been heard yet/u);
  });

  test('without a host nobody is said to be one', () => {
    const facts = said({ hosted: false, members: [someone(3), self] });
    expect(facts.host).toContain('names no host');
    expect(facts.people).not.toContain('known by the link');
    expect(facts.end).toContain('whoever started it');
    expect(said({ hosted: false, confirmed: false }).host).toMatch(/^!.*Nobody here has confirmed/u);
  });

  test('how many keys were compared, of how many others', () => {
    const members = [host, self, someone(3, { verified: true }), someone(4, { verified: true })];
    expect(said({ members }).people).toContain('2 of 3 keys');
    expect(said({ members }).people).toContain('The host alone is known by the link.');
    expect(said({ members, confirmed: false }).people).not.toContain('known by the link');
    expect(said({ members: [self] }).people).toBe('Nobody else is here.');
  });

  test('whether others may come in', () => {
    expect(said().enter).toContain('lets in whoever has it');
    expect(said({ locked: true }).enter).toContain('nobody else may enter');
  });

  test('whether the host hands out what was said before', () => {
    expect(said().before).toContain('has nothing of what was said before');
    const items = [{ key: 1, rev: 1, at: 0, type: 'history', entries: [] }] as const;
    expect(said({ items }).before).toContain('its own copy');
  });

  test('how this page came', () => {
    expect(said().page).toContain('came from room.test');
    expect(said({}, { authentic: true, from: undefined }).page).toContain('a file of this computer');
    expect(said({}, { authentic: false, from: '192.0.2.1' }).page).toMatch(/^!This page came over plain http/u);
  });

  test('that the page is cut off', () => {
    for (const connection of ['silent', 'reconnecting'] as const) expect(said({ connection }).now).toMatch(/^!This page is not connected/u);
  });

  test('the same things in the same order, whatever happens', () => {
    const names = (view: View) => trustFacts(view, { authentic: true, from: undefined }).map(({ about }) => about);
    const other: View = { ...quiet, mode: 'none', hosted: false, confirmed: false, locked: true, connection: 'silent', members: [self] };
    expect(names(other)).toEqual(names(quiet));
  });
});
