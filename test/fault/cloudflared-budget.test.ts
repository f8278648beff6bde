import { describe, expect, test } from 'vitest';
import { cloudflaredWorld } from '../helpers/cloudflared-world.js';
import { Children } from '../helpers/door-watch.js';

describe('cloudflared, which asks for a tunnel whenever it starts,', () => {
  test('is started twice a minute at most, whoever asks', async () => {
    const { standIn, open } = await cloudflaredWorld('exits');
    await open().door.closed;
    await open().door.closed;
    expect(await open().door.closed).toMatchObject({ code: 'TUNNEL_RATE_LIMITED', why: expect.stringMatching(/in \d+ s/) as string });
    expect(standIn.starts).toHaveLength(2);
    standIn.clock.advance(60_000);
    expect(await open().door.closed).toMatchObject({ code: 'TUNNEL_EXITED' });
  });

  test('a reopened door has no second try left within the minute, and says that UDP was not tried', async () => {
    const { standIn, open } = await cloudflaredWorld('tcp-blocked');
    const first = open();
    await first.recorder.until('registering');
    await first.door.close();
    const exit = await open().door.closed;
    expect(exit).toMatchObject({
      code: 'TUNNEL_EDGE_BLOCKED',
      why: expect.stringMatching(/^TCP port 7844.*UDP can be tried in \d+ s/) as string,
    });
    expect(standIn.starts.map(({ protocol }) => protocol)).toEqual(['http2', 'http2']);
  });

  test('whoever opens it again and again, however it ends, starts no third within any minute', async () => {
    const times: number[] = [];
    const registry = new Children();
    registry.addChild = () => void times.push(clock.now());
    const { standIn, open } = await cloudflaredWorld('tcp-blocked/udp-blocked', { registry });
    const { clock } = standIn;
    const until = clock.now() + 130_000;
    for (let patient = true; clock.now() < until; patient = !patient) {
      const { door, recorder } = open();
      await (patient ? door.closed : Promise.race([door.closed, recorder.until('registering')]));
      await door.close();
      clock.advance(3_000);
    }
    expect(times.length).toBeGreaterThanOrEqual(4);
    const third = times.map((at, index) => at - (times[index - 2] ?? Number.NEGATIVE_INFINITY));
    expect(Math.min(...third)).toBeGreaterThanOrEqual(60_000);
  });

  test('the service that has refused one is not asked again within a minute', async () => {
    const { standIn, open } = await cloudflaredWorld('too-many');
    expect(await open().door.closed).toMatchObject({ code: 'TUNNEL_RATE_LIMITED', why: expect.stringContaining('429') as string });
    standIn.clock.advance(30_000);
    expect(await open().door.closed).toMatchObject({ code: 'TUNNEL_RATE_LIMITED', why: expect.stringMatching(/in \d+ s/) as string });
    expect(standIn.starts).toHaveLength(1);
    standIn.clock.advance(60_000);
    await open().door.closed;
    expect(standIn.starts).toHaveLength(2);
  });
});
