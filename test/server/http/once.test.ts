import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { changeOnce } from '../../../src/server/commands/keyed-request.ts';
import { MANAGERS, MEMBERS } from '../../../src/server/commands/who.ts';
import { route } from '../../../src/server/http/route.ts';
import { Refusal } from '../../../src/shared/protocol/errors.ts';
import { ApiSite, tokenOf } from '../../support/api-site.ts';
import { HttpClient } from '../../support/http-client.ts';
import { TeamServer } from '../../support/team-server.ts';

/** A site where things are made: `/things` tells their number, `/secrets` a secret too. */
async function start() {
  const made: string[] = [];
  const gates: Promise<void>[] = [];
  const routes = (['/things', '/secrets'] as const).map((path) =>
    route({
      method: 'POST',
      path,
      name: `make${path.slice(1)}`,
      summary: 'Makes one',
      tag: 'Things',
      who: path === '/things' ? MEMBERS : MANAGERS,
      body: z.strictObject({ name: z.string() }),
      answer: z.object({ no: z.int(), secret: z.string().nullable() }),
      creates: { holdsSecret: path === '/secrets' },
      example: { body: { name: 'One' }, answer: { no: 1, secret: null } },
      run: ({ body: { name }, keyed }) =>
        changeOnce(site.store, 'team', keyed, async () => {
          await gates.shift();
          if (name === 'refused') throw new Refusal('forbidden', 'Not this one.');
          made.push(name);
          return { no: made.length, secret: path === '/secrets' ? 'hush' : null };
        }),
    }),
  );
  const site: ApiSite = await ApiSite.start({ routes });
  const by = (memberId: string) => {
    const client = new HttpClient(`${site.url}/api/v1`, tokenOf(memberId));
    return (path: string, name: unknown, key?: string) =>
      client.ask('POST', path, {
        body: { name },
        headers: key === undefined ? {} : { 'idempotency-key': key },
      });
  };
  return {
    site,
    made,
    gates,
    ada: by('ada'),
    bo: by('bo'),
    [Symbol.asyncDispose]: () => site[Symbol.asyncDispose](),
  };
}

describe('a request with an Idempotency-Key', () => {
  it('is done once and answered alike, however often it is sent', async () => {
    await using s = await start();
    const first = await s.ada('/things', 'One', 'k1');
    const again = await s.ada('/things', 'One', 'k1');
    expect(first).toMatchObject({ status: 201, body: { no: 1 } });
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(s.made).toEqual(['One']);
  });

  it('KE5: is done once for a day, whenever the memory of it is removed', async () => {
    await using s = await start();
    await s.ada('/things', 'One', 'k1');
    s.site.clock.advance(24 * 3_600_000 - 1);
    expect(await s.ada('/things', 'One', 'k1')).toMatchObject({ status: 201, body: { no: 1 } });
    s.site.clock.advance(1);
    expect(await s.ada('/things', 'Two', 'k1')).toMatchObject({ status: 201, body: { no: 2 } });
    expect(await s.ada('/things', 'Two', 'k1')).toMatchObject({ status: 201, body: { no: 2 } });
    expect(await s.ada('/things', 'One', 'k1')).toMatchObject({ status: 409 });
    expect(s.made).toEqual(['One', 'Two']);
  });

  it('is done again under another key, by somebody else, or without a key', async () => {
    await using s = await start();
    await s.ada('/things', 'One', 'k1');
    await s.ada('/things', 'One', 'k2');
    await s.bo('/things', 'One', 'k1');
    await s.ada('/things', 'One');
    expect(s.made).toHaveLength(4);
  });

  it('is a conflict where the key was used for another body or another thing', async () => {
    await using s = await start();
    await s.ada('/things', 'One', 'k1');
    const conflict = { status: 409, body: { code: 'conflict' } };
    expect(await s.ada('/things', 'Two', 'k1')).toMatchObject(conflict);
    expect(await s.ada('/secrets', 'One', 'k1')).toMatchObject(conflict);
    expect(s.made).toEqual(['One']);
  });

  it('waits while the first is still being worked on, and is answered like it', async () => {
    await using s = await start();
    const { promise, resolve } = Promise.withResolvers<void>();
    s.gates.push(promise);
    const first = s.ada('/things', 'One', 'k1');
    await vi.waitFor(() => expect(s.gates).toHaveLength(0));
    const others = [1, 2].map(() => s.ada('/things', 'One', 'k1'));
    resolve();
    for (const sent of [first, ...others]) {
      expect(await sent).toMatchObject({ status: 201, body: { no: 1 } });
    }
    expect(s.made).toEqual(['One']);
  });

  it('may be tried again where it was refused', async () => {
    await using s = await start();
    expect(await s.ada('/things', 'refused', 'k1')).toMatchObject({ status: 403 });
    expect(await s.ada('/things', 'One', 'k1')).toMatchObject({ status: 201 });
  });

  it('TR3: tells a secret once, and keeps none', async () => {
    await using s = await start();
    expect(await s.ada('/secrets', 'One', 'k1')).toMatchObject({ body: { secret: 'hush' } });
    expect(await s.ada('/secrets', 'One', 'k1')).toMatchObject({
      status: 409,
      body: { code: 'conflict', detail: expect.stringContaining('once') },
    });
    const kept = await s.site.store.change('team', (tx) => tx.requests.find('ada', 'k1'));
    expect(kept).toMatchObject({ response: { body: '' } });
    expect(s.made).toEqual(['One']);
  });

  it('is done again once it is forgotten', async () => {
    await using s = await start();
    await s.ada('/things', 'One', 'k1');
    await s.site.store.forgetRequests(s.site.clock.now() + 1);
    await s.ada('/things', 'One', 'k1');
    expect(s.made).toHaveLength(2);
  });

  it.each(['', 'x'.repeat(129), 'two words', 'ümlaut'])('refuses the key “%s”', async (key) => {
    await using s = await start();
    const sent = await s.ada('/things', 'One', key).catch((error: Error) => error);
    // What is no header at all does not even leave the client.
    if (sent instanceof Error) return;
    expect(sent).toMatchObject({ status: 400, body: { code: 'invalid' } });
    expect(s.made).toEqual([]);
  });

  it('TR1: an agent cannot make what managers make', async () => {
    await using s = await start();
    expect(await s.bo('/secrets', 'One', 'k1')).toMatchObject({ status: 403 });
    expect(s.made).toEqual([]);
  });
});

describe('everything that can be created over HTTP', () => {
  it('is created once under a key, and a secret is told once', async () => {
    await using server = await TeamServer.start();
    const ada = await server.add('Ada', 'owner');
    const http = new HttpClient(`${server.url}/api/v1`, ada.token);
    await vi.waitFor(async () =>
      expect(await http.get('/settings')).toMatchObject({ status: 200 }),
    );
    const createTwice = async (path: string, body?: object) => {
      const request = { body, headers: { 'idempotency-key': path } };
      const first = await http.ask('POST', path, request);
      const second = await http.ask('POST', path, request);
      expect(first.status, path).toBe(201);
      return [first, second] as const;
    };
    const done = { status: 409, body: { code: 'conflict' } };
    const hook = { url: 'https://hook.invalid/', events: ['status.changed'] };
    const [{ body: webhook }, again] = await createTwice('/webhooks', hook);
    expect(again).toMatchObject(done);
    for (const [path, body] of [
      ['/integrations', { name: 'Shop', scopes: ['contacts'] }],
      ['/invites', { email: 'bo@example.com', role: 'agent' }],
      [`/members/${ada.memberId}/password-link`, undefined],
    ] as const) {
      const [, second] = await createTwice(path, body);
      expect(second, path).toMatchObject(done);
    }
    for (const [path, body] of [
      ['/contacts', { customer: 'Grace Hopper' }],
      [`/webhooks/${webhook.webhookId}/test`, undefined],
    ] as const) {
      const [first, second] = await createTwice(path, body);
      expect(second, path).toMatchObject({ status: 201, body: first.body });
      expect(second.headers.get('idempotent-replayed'), path).toBe('true');
    }
    const audit = await http.get('/audit');
    const made = audit.body.items.map(({ action }: { action: string }) => action);
    expect(made.filter((action: string) => /(added|made)$/.test(action)).toSorted()).toEqual([
      'contact.added',
      'integration.added',
      'invite.made',
      'member.added',
      'member.password-link-made',
      'webhook.added',
    ]);
    const deliveries = await http.get(`/webhooks/${webhook.webhookId}/deliveries`);
    expect(deliveries.body.items).toHaveLength(1);
  });
});
