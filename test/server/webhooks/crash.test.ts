import { setTimeout as pause } from 'node:timers/promises';
import Fastify from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import { Dispatcher } from '../../../src/server/webhooks/dispatcher.ts';
import { HttpClient } from '../../support/http-client.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { Receiver } from '../../support/receiver.ts';
import { ServerProcess } from '../../support/server-process.ts';
import type { TestMember } from '../../support/team-server.ts';
import { WireClient } from '../../support/wire-client.ts';

const KILLS = 4;

afterEach(() => {
  vi.unstubAllEnvs();
});

/**
 * Sends what is left as a server would that starts when all that others had claimed is free again.
 * Answers which statuses the member has been in, as the record has it.
 */
async function deliverTheRest(
  dataFolder: string,
  { memberId }: TestMember,
): Promise<readonly string[]> {
  const clock = new ManualClock(Date.now() + 60_000);
  const store = openSqliteStore(dataFolder, clock);
  const dispatcher = new Dispatcher({
    store,
    clock,
    logger: Fastify().log,
    random: Math.random,
    allowPrivate: true,
  });
  dispatcher.start();
  const [team] = await store.teams();
  const [webhook] = await store.read.webhooks.all(team?.teamId ?? '');
  const states = async () => {
    clock.advance(1_000);
    const log = await store.read.webhooks.deliveries(webhook?.webhookId ?? '', { limit: 10_000 });
    return log.map(({ state }) => state);
  };
  await expect
    .poll(async () => new Set(await states()), { timeout: 20_000 })
    .toEqual(new Set(['delivered']));
  const { intervals } = await store.history(memberId, { limit: 200 });
  await dispatcher.close();
  await store.close();
  const statuses = intervals.map(({ status }) => status).toReversed();
  // The same status again after a restart is no event.
  return statuses.filter((status, index) => status !== statuses[index - 1]);
}

function startServer(): Promise<ServerProcess> {
  vi.stubEnv('AMPEL_ALLOW_PRIVATE_WEBHOOKS', 'true');
  vi.stubEnv('AMPEL_LOG_LEVEL', 'silent');
  return ServerProcess.start();
}

/** Somebody whose status is sent to this address. */
async function addOwner(server: ServerProcess, url: string): Promise<TestMember> {
  const ada = await server.add('Ada', 'owner');
  await new HttpClient(`${server.url}/api/v1`, ada.token).ask('POST', '/webhooks', {
    body: { url, events: ['status.changed'] },
  });
  return ada;
}

describe('a server that is killed while it delivers', () => {
  it('WH3: sends what was on its way as soon as it is back', async () => {
    await using receiver = await Receiver.start();
    await using server = await startServer();
    const { token } = await addOwner(server, receiver.url);
    receiver.answers.push(() => undefined);
    using _ = await WireClient.connect({ url: server.url, token });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), { timeout: 10_000 });
    await server.kill();
    await server.run();
    // Far less than the time for which it was claimed.
    await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThan(1), {
      timeout: 10_000,
    });
    const [first, again] = receiver.events;
    expect(again?.['deliveryId']).toBe(first?.['deliveryId']);
  }, 60_000);

  it('WH3: loses no event and changes no order: each arrives, if need be twice', async () => {
    await using receiver = await Receiver.start();
    await using server = await startServer();
    const ada = await addOwner(server, receiver.url);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const laptop = await WireClient.connect({ url: server.url, token: ada.token });
      for (const choice of ['busy', 'online', 'busy', 'online', 'busy']) {
        await laptop.ask('choose', { choice, ageMs: 0 });
        await pause(Math.random() * 100);
      }
      // In every other round something is on its way that is never answered.
      if (kill % 2 === 1) receiver.answers.push(() => undefined);
      await laptop.ask('choose', { choice: 'online', ageMs: 0 });
      await pause(Math.random() * 300);
      await server.kill();
      laptop.socket.disconnect();
      await server.run();
    }
    expect(receiver.received).not.toEqual([]);
    await server.kill();
    receiver.answers.length = 0;
    const recorded = await deliverTheRest(server.dataFolder, ada);
    const seen = new Map(receiver.events.map((event) => [event['deliveryId'], event]));
    const events = [...seen.values()];
    // What a killed server had not yet recorded is nobody's event.
    expect(events.map(({ status }) => status)).toEqual(recorded);
    for (const [index, event] of events.entries()) {
      expect(event['before']).toBe(events[index - 1]?.['status'] ?? null);
    }
    const order = receiver.events.map(({ deliveryId }) => [...seen.keys()].indexOf(deliveryId));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  }, 60_000);
});
