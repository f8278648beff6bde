import { describe, expect, test } from 'vitest';
import { rawExchange, rawUpgrade, type RawAnswer } from '../../helpers/raw-http.js';
import { startTestServer } from '../../helpers/test-server.js';

describe('the name under which the server is asked', () => {
  const asked = (port: number, ...hosts: readonly string[]): Promise<RawAnswer> =>
    rawExchange(port, ['GET / HTTP/1.1', ...hosts.map((host) => `Host: ${host}`), 'Connection: close', '', ''].join('\r\n'));
  const upgraded = (port: number, host: string): Promise<RawAnswer> => rawUpgrade(port, '/ws', [], host);

  test.each(['elsewhere.example', 'elsewhere.example:80', 'localhost.elsewhere.example', '127.0.0.1.elsewhere.example', 'a'])(
    '%s: 421 and a plain sentence, for the page and for a WebSocket',
    async (host) => {
      const { port } = await startTestServer();
      for (const answer of [await asked(port, host), await upgraded(port, host)]) {
        expect(answer.status).toBe(421);
        expect(answer.headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
        expect(answer.body.toString()).toBe('This server does not answer to this name. Open the link as it was given to you.\n');
        expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
      }
    },
  );

  test.each(['127.0.0.1', '192.168.1.5:4000', '[::1]:4000', 'localhost', 'LOCALHOST:1', 'room.localhost'])('%s is one', async (host) => {
    const { port } = await startTestServer();
    expect((await asked(port, host)).status).toBe(200);
  });

  test('a door’s is one from when the server is told, also in the network', async () => {
    const { server, port } = await startTestServer();
    expect((await asked(port, 'door.example')).status).toBe(421);
    server.answerTo('https://door.example:8443');
    for (const host of ['door.example', 'Door.Example:8443', 'door.example:80']) expect((await asked(port, host)).status).toBe(200);
    expect((await asked((await server.listenLan({ host: '127.0.0.1', port: 0 })).port, 'door.example')).status).toBe(200);
    expect((await asked(port, 'x.door.example')).status).toBe(421);
  });

  test('is said once: otherwise 400', async () => {
    const { port } = await startTestServer();
    for (const hosts of [[], ['127.0.0.1', '127.0.0.1'], ['127.0.0.1', 'elsewhere.example']]) {
      const answer = await asked(port, ...hosts);
      expect(answer.status).toBe(400);
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    }
    expect((await rawExchange(port, 'GET / HTTP/1.0\r\n\r\n')).status).toBe(400);
  });
});
