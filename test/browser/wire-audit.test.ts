import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { sha256 } from '../../src/crypto/hash.js';
import { formatFragment } from '../../src/crypto/link.js';
import { auditSession, type Kind, type Secrets } from '../helpers/audited-session.js';
import { browserSuite } from '../helpers/browser.js';
import { bytesNeedle, findIn, formsOf, textNeedle, type Needle } from '../helpers/needle.js';
import { startTap, type WireTap } from '../helpers/wire-tap.js';

const all = (secrets: Secrets): readonly Needle[] => Object.values(secrets).flat();

/** `from`: how many pieces are not looked at, having passed before. */
const foundOnWire = (tap: WireTap, needles: readonly Needle[], from = 0): readonly string[] =>
  tap.seen.slice(from).flatMap(({ where, bytes }) => findIn(bytes, needles).map((what) => `${what} in ${where}`));

/** Answers every message with itself, behind a tap. */
async function startEcho(): Promise<WireTap> {
  const server = createServer((_request, answer) => void answer.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.on('message', (message: Buffer) => socket.send(message)));
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });
  return startTap((server.address() as AddressInfo).port);
}

/** Sends it there and back, once whole and once in two pieces with much around it. */
async function leak(tap: WireTap, forms: readonly Buffer[]): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${tap.port}/`);
  await once(socket, 'open');
  for (const bytes of forms) {
    socket.send(bytes);
    await once(socket, 'message');
    const around = Buffer.alloc(70_000);
    socket.send(Buffer.concat([around, bytes.subarray(0, 5)]), { fin: false });
    socket.send(Buffer.concat([bytes.subarray(5), around]));
    await once(socket, 'message');
  }
  socket.close();
  await once(socket, 'close');
}

test('the search finds every kind in every form: there, back, in pieces, and in an address', async () => {
  const tap = await startEcho();
  const needles = [
    textNeedle('text', 'nobody may read this'),
    textNeedle('nick', 'Ana-Žofie'),
    bytesNeedle('key', sha256(Uint8Array.of(1))),
  ];
  for (const needle of needles) {
    const before = tap.seen.length;
    const forms = formsOf(needle);
    expect(forms.length).toBeGreaterThan(20);
    await leak(
      tap,
      forms.map(({ bytes }) => bytes),
    );
    const found = foundOnWire(tap, [needle], before);
    for (const { form } of forms)
      for (const where of ['messages up', 'messages down'])
        expect(found.filter((one) => one === `${needle.name} (${form}) in ${where}`).length, `${form} ${where}`).toBeGreaterThan(1);
    // A piece for each direction, one for each goodbye.
    expect(tap.seen.length).toBe(before + 4 + 4 * forms.length);
  }
  const before = tap.seen.length;
  const fragment = formatFragment({ mode: 'mls', s: sha256(Uint8Array.of(2)), hostFp: new Uint8Array(16) });
  await new Promise<void>((resolve, reject) => {
    const asked = request({ port: tap.port, path: `/%23${fragment}`, headers: { 'x-key': sha256Hex }, agent: false });
    asked.on('response', (answer) => answer.resume().on('end', () => resolve()));
    asked.on('error', reject).end();
  });
  expect(foundOnWire(tap, [textNeedle('fragment', fragment), bytesNeedle('S', sha256(Uint8Array.of(2)))], before)).toEqual(
    expect.arrayContaining(['fragment (raw) in up', 'S (base64url +0) in up', 'S (hex) in up']),
  );
});

const sha256Hex = Buffer.from(sha256(Uint8Array.of(2))).toString('hex');

browserSuite('what somebody on the way can see', (browser) => {
  it('of a session in mode mls holds no nick, text, key, fingerprint, group id or fragment, in any form', async () => {
    const { tap, secrets, files, printed } = await auditSession(browser(), 'mls');
    for (const [kind, needles] of Object.entries(secrets)) expect([kind, needles.length > 0]).toEqual([kind, true]);
    expect(foundOnWire(tap, all(secrets))).toEqual([]);
    expect(files.length).toBeGreaterThan(1);
    expect(files.flatMap((file) => findIn(file, all(secrets)))).toEqual([]);
    // The search would find them: the member itself prints what it reads.
    const seen = new Set(findIn(printed, all(secrets)).map((what) => what.replace(/ \(.*/u, '')));
    expect([...seen].toSorted()).toEqual(['fingerprint', 'nick', 'private text', 'text', 'title']);
    // And so it looked at everything: both directions, each with many messages.
    for (const where of ['messages up', 'messages down'])
      expect(tap.seen.filter((piece) => piece.where === where).length).toBeGreaterThan(20);
  });

  it('of one in mode none holds nicks, texts and the title, so the same search finds what is there', async () => {
    const { tap, secrets } = await auditSession(browser(), 'none');
    const found = (kind: Kind): readonly string[] => foundOnWire(tap, secrets[kind]);
    for (const direction of ['up', 'down']) {
      expect(found('text')).toContain(`text (raw) in messages ${direction}`);
      expect(found('nick')).toContain(`nick (raw) in messages ${direction}`);
    }
    expect(found('title')).toContain('title (raw) in messages down');
    // What stays secret even there: the members' programs use S for nothing but to open the socket.
    expect(found('S')).toEqual([]);
    expect(found('fragment')).toEqual([]);
  });
});
