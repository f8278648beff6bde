import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { LanDoorOptions } from '../../../../src/cli/start/lan-door.js';
import { ChatError } from '../../../../src/protocol/chat-error.js';
import { createFakeDoor } from '../../../helpers/fake-tunnel.js';
import { share } from '../../../helpers/shared-room.js';

const A = { state: 'ready', url: 'https://a.example' } as const;
const terminal = { columns: 100, rows: 20 };

describe('the network of this computer, opened later', () => {
  const near = '192.168.1.5';

  test('is told with its link and what that means; once more, that it is open', async () => {
    const asked: unknown[] = [];
    const listen: LanDoorOptions['listen'] = async (at) => {
      asked.push(at);
      return at;
    };
    const { shown, sharing } = await share({ doors: [], near, listen, screen: { terminal } });
    expect([sharing.canOpenLan, sharing.ways.best.reach]).toEqual([true, 'local']);
    const before = shown.text.length;
    await Promise.all([sharing.openLan(), sharing.openLan()]);
    expect(asked).toEqual([{ host: near, port: 4000 }]);
    expect([sharing.canOpenLan, sharing.ways.best.origin]).toEqual([false, 'http://192.168.1.5:4000']);
    expect(shown.text.slice(before)).toMatch(
      /^In this network:\n\nhttp:\/\/192\.168\.1\.5:4000\/#L\.\S+\n\nOnly computers in this network can open the link, over plain http: [^:]*\nWho sees/,
    );
    await sharing.openLan();
    expect(shown.text).toMatch(/is open to the network of this computer already:\n\nhttp:\/\/192\.168\.1\.5:4000\/#L\.\S+\n\n$/);
    expect(asked).toHaveLength(1);
  });

  test('at another port when that one is taken', async () => {
    const hosts: string[] = [];
    const listen: LanDoorOptions['listen'] = ({ host, port }) => {
      hosts.push(host);
      return port === 0 ? Promise.resolve({ port: 4711 }) : Promise.reject(new ChatError('PORT_IN_USE'));
    };
    const { sharing } = await share({ doors: [], near: '[fd00::2]', listen });
    await sharing.openLan();
    expect(sharing.ways.lan?.origin).toBe('http://[fd00::2]:4711');
    expect(hosts).toEqual(['fd00::2', 'fd00::2']);
  });

  test('while a door opens: it is the best until that is, and told once', async () => {
    const a = createFakeDoor('a');
    const { settled, shown, sharing } = await share({ doors: [a], near, optional: true, screen: { terminal } });
    await sharing.openLan();
    expect(sharing.ways.best.reach).toBe('lan');
    a.last.fail('TUNNEL_OFFLINE', 'gone');
    await settled;
    expect(shown.text.match(/Only computers in this network/g)).toHaveLength(1);
    sharing.reopen();
    await turn();
    a.last.say(A);
    await turn();
    expect(sharing.ways.best.reach).toBe('public');
  });

  test('without an address there opens nothing, and is said', async () => {
    const { shown, sharing } = await share({ doors: [], screen: { terminal } });
    await sharing.openLan();
    expect(shown.text).toMatch(/This computer has no address of its own in a network: nothing was opened\.\n$/);
    expect(sharing.canOpenLan).toBe(true);
  });

  test('that cannot be opened is a warning, and can be tried again', async () => {
    const tries = [Promise.reject(new ChatError('BIND_FAILED', near)), Promise.resolve({ port: 4000 })];
    tries[0]?.catch(() => undefined);
    const listen: LanDoorOptions['listen'] = () => tries.shift() ?? Promise.reject(new Error('asked again'));
    const { shown, sharing } = await share({ doors: [], near, listen, screen: { terminal } });
    await sharing.openLan();
    expect(shown.text).toContain('warning[BIND_FAILED]');
    await sharing.openLan();
    expect(sharing.ways.lan?.origin).toBe('http://192.168.1.5:4000');
  });

  test('with --lan is open already', async () => {
    const { shown, sharing } = await share({ doors: [], lan: 'http://192.168.1.5:4000', near, screen: { terminal } });
    expect(sharing.canOpenLan).toBe(false);
    await sharing.openLan();
    expect(shown.text).toMatch(/already:\n\nhttp:\/\/192\.168\.1\.5:4000\/#L\.\S+\n\n$/);
  });
});
