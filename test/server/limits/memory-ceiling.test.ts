import Fastify from 'fastify';
import { describe, expect, it, vi } from 'vitest';
import { ceilingIn, isFull, MemoryCeiling } from '../../../src/server/limits/memory-ceiling.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { TeamServer } from '../../support/team-server.ts';
import { WireClient } from '../../support/wire-client.ts';

const MB = 1024 * 1024;

describe('TR8: the ceiling of the memory', () => {
  const whole = { resident: 1_000 * MB, heap: 500 * MB };

  it('leaves some to others, unless the operator says how much', () => {
    expect(ceilingIn(whole, null)).toEqual({ resident: 800 * MB, heap: 450 * MB });
    expect(ceilingIn(whole, 2_000)).toEqual({ resident: 2_000 * MB, heap: 450 * MB });
  });

  it('is reached by all that the process holds, or by the heap alone', () => {
    const ceiling = ceilingIn(whole, null);
    expect(isFull({ resident: 799 * MB, heap: 449 * MB }, ceiling, false)).toBe(false);
    expect(isFull({ resident: 800 * MB, heap: 100 * MB }, ceiling, false)).toBe(true);
    expect(isFull({ resident: 500 * MB, heap: 450 * MB }, ceiling, false)).toBe(true);
  });

  it('is left only some way below it, and both are in the log', () => {
    const logger = Fastify().log;
    const warn = vi.spyOn(logger, 'warn');
    let mb = 90;
    const clock = new ManualClock();
    const ceiling = new MemoryCeiling({
      maxMb: 100,
      clock,
      logger,
      look: () => ({ resident: mb * MB, heap: 0 }),
    });
    const roomAt = (used: number) => {
      mb = used;
      clock.advance(1_000);
      return ceiling.hasRoom();
    };
    expect([90, 99, 100, 99, 91].map(roomAt)).toEqual([true, true, false, false, false]);
    expect(warn).toHaveBeenCalledOnce();
    expect([89, 95].map(roomAt)).toEqual([true, true]);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it('keeps newcomers out of a real server, and says when to come again', async () => {
    await using server = await TeamServer.start({ maxMemoryMb: 1 });
    const { token } = await server.add('Ada');
    expect(await WireClient.refused({ url: server.url, token })).toMatchObject({
      code: 'unavailable',
      retryAfterMs: 10_000,
    });
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('ampel_turned_away_total{reason="memory"} 1');
    expect(metrics).toContain(`ampel_memory_ceiling_bytes ${MB}`);
  });
});
