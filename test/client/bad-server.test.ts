import type { Socket } from 'socket.io';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { packedDelta } from '../support/packed-team.ts';
import { startSocketServer } from '../support/socket-server.ts';
import { testClient } from '../support/test-client.ts';
import { snapshotAt, welcome } from '../support/welcome.ts';

/** What no log may hold, wherever a server puts it. */
const CONTENT = 'Anna Geheim';

let disposal = new AsyncDisposableStack();
afterEach(async () => {
  await disposal.disposeAsync();
  disposal = new AsyncDisposableStack();
});

/** A server that follows a script with every connection, and a client of it. */
async function meet(script: (socket: Socket) => void) {
  const { io, url } = disposal.use(await startSocketServer());
  const visits: Socket[] = [];
  io.on('connection', (socket) => {
    visits.push(socket);
    script(socket);
  });
  const met = testClient(disposal, { url });
  met.client.start();
  return { ...met, visits };
}

/** How long the client waits after its visit with this number, in milliseconds of its clock. */
async function waitAfterVisit(met: Awaited<ReturnType<typeof meet>>, number: number) {
  const { clock, attempts, visits } = met;
  await vi.waitFor(() => expect(visits[number - 1]?.connected).toBe(false), { timeout: 10_000 });
  expect(attempts.count).toBe(number);
  let waited = 0;
  for (; attempts.count === number && waited < 10_000; waited += 50) clock.advance(50);
  return waited;
}

describe('PR9 a server that breaks the protocol', () => {
  it.each([
    ['a welcome of another shape', 'welcome', { ...welcome, self: { name: CONTENT } }],
    ['a welcome that is text', 'welcome', CONTENT],
    ['a welcome that is binary', 'welcome', Buffer.from(CONTENT)],
    ['a welcome that is nothing', 'welcome', undefined],
    ['statuses that cannot be unpacked', 'delta', { from: 5, to: 6, at: 1, statuses: CONTENT }],
    ['statuses of an unknown kind', 'delta', { from: 5, to: 6, at: 1, statuses: '_____BA' }],
    ['statuses without end', 'delta', { from: 5, to: 6, at: 1, statuses: 'A_____B' }],
    ['statuses that are binary', 'delta', { from: 5, to: 6, at: 1, statuses: Buffer.from('ABC') }],
    ['settings of another shape', 'settings', { inactivityTimeoutMinutes: CONTENT }],
    ['a revocation without a code', 'revoked', { because: CONTENT }],
  ] as const)('is let go of for %s, which the log does not repeat', async (_, event, payload) => {
    const met = await meet((socket) => {
      if (event !== 'welcome') socket.emit('welcome', welcome);
      socket.emit(event, payload);
    });
    await vi.waitFor(() => expect(met.warnings).toHaveLength(1));
    expect(met.warnings[0]).toMatch(/^the server sent what the protocol does not allow: /);
    expect(met.warnings[0]).not.toContain(CONTENT);
    expect(met.client.state.kind).toBe(event === 'welcome' ? 'connecting' : 'lost');
    // Whoever signs in is told, and does not wait for ever.
    expect(met.client.lastProblem?.code).toBe('protocol-unsupported');
    await vi.waitFor(() => expect(met.visits[0]?.connected).toBe(false));
  });

  it('is visited again after longer and longer, also where its welcome is right', async () => {
    const met = await meet((socket) => {
      socket.emit('welcome', welcome);
      socket.emit('settings', CONTENT);
    });
    const waits: number[] = [];
    for (let visit = 1; visit <= 5; visit++) waits.push(await waitAfterVisit(met, visit));
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.at(-1)).toBeGreaterThanOrEqual(5_000);
    expect(waits.at(-1)).toBeLessThanOrEqual(8_000);
  });

  it('is asked for the whole state a few times only where changes never join it', async () => {
    let asked = 0;
    const met = await meet((socket) => {
      socket.on('team:get', (_payload, acknowledge) => {
        asked += 1;
        acknowledge({ ok: true, snapshot: snapshotAt(5, 'online') });
      });
      socket.emit('welcome', welcome);
      socket.emit('delta', packedDelta(90, 1, 'busy'));
    });
    await vi.waitFor(() => expect(met.client.state.kind).toBe('lost'));
    expect(asked).toBe(3);
    expect(met.warnings).toEqual(['changes do not join the whole state either']);
  });

  it('is let go of for a message without end, before it is read', async () => {
    const met = await meet((socket) => {
      socket.emit('welcome', { ...welcome, self: CONTENT.repeat(2_000_000) });
    });
    await vi.waitFor(() => expect(met.visits[0]?.connected).toBe(false), { timeout: 10_000 });
    expect(met.client.state.kind).toBe('connecting');
    expect(met.warnings).toEqual([]);
  });

  it('is not let go of for events that this client does not know', async () => {
    const met = await meet((socket) => {
      socket.emit('contact', { from: 'a later protocol' });
      socket.emit('welcome', welcome);
      socket.emit('queue', Buffer.alloc(10));
      socket.emit('delta', packedDelta(5, 1, 'busy'));
    });
    await vi.waitFor(() =>
      expect(met.client.state).toMatchObject({ team: { replica: { version: 6 } } }),
    );
    expect(met.client.state.kind).toBe('connected');
    expect(met.warnings).toEqual([]);
  });

  it('is taken back as soon as it keeps to the protocol', async () => {
    let bad = true;
    const met = await meet((socket) => socket.emit('welcome', bad ? CONTENT : welcome));
    await vi.waitFor(() => expect(met.warnings).toHaveLength(1));
    bad = false;
    met.clock.advance(8_000);
    await vi.waitFor(() => expect(met.client.state.kind).toBe('connected'));
  });
});
