import { describe, expect, it, vi } from 'vitest';
import { ConnectedTeam } from '../../support/connected-team.ts';
import { HttpClient } from '../../support/http-client.ts';
import { TeamServer } from '../../support/team-server.ts';

async function start() {
  const t = await ConnectedTeam.start();
  const bo = await t.join('Bo');
  return {
    t,
    bo,
    asAda: new HttpClient(`${t.url}/api/v1`, t.member.token),
    asBo: new HttpClient(`${t.url}/api/v1`, bo.token),
    [Symbol.asyncDispose]: () => t[Symbol.asyncDispose](),
  };
}

const forbidden = { status: 403, body: { code: 'forbidden', status: 403, type: 'about:blank' } };

describe('the settings', () => {
  it('PR5: a manager changes them for everyone at once, connections hear of it', async () => {
    await using s = await start();
    const { status, body } = await s.asAda.ask('PATCH', '/settings', {
      body: { inactivityTimeoutMinutes: 5 },
    });
    const timeoutSetBy = { memberId: s.t.member.memberId, at: s.t.clock.now() };
    expect(status).toBe(200);
    expect(body).toMatchObject({ inactivityTimeoutMinutes: 5, timeoutSetBy });
    await vi.waitFor(() =>
      expect(s.bo.client.heard).toContainEqual({ event: 'settings', payload: body }),
    );
    expect((await s.asBo.get('/settings')).body).toEqual(body);
  });

  it('PR5, TR1: an agent reads them and cannot change them', async () => {
    await using s = await start();
    const { body: before } = await s.asBo.get('/settings');
    const change = { body: { lockPolicy: 'ignore' } };
    expect(await s.asBo.ask('PATCH', '/settings', change)).toMatchObject(forbidden);
    expect((await s.asBo.get('/settings')).body).toEqual(before);
  });
});

describe('the own status', () => {
  it('is chosen by a script, and the team sees it', async () => {
    await using s = await start();
    const { status, body } = await s.asBo.ask('PUT', '/status', {
      body: { choice: 'busy', forSeconds: 600, note: 'Lunch' },
    });
    const until = s.t.clock.now() + 600_000;
    expect(status).toBe(200);
    expect(body).toMatchObject({
      memberId: s.bo.memberId,
      status: 'busy',
      cause: 'chosen',
      until,
      note: 'Lunch',
      choice: 'busy',
      choiceUntil: until,
    });
    expect((await s.asBo.get('/status')).body).toEqual(body);
    expect(await s.t.ada.seen(s.bo.memberId)).toMatchObject({ status: 'busy', note: 'Lunch' });
  });

  it('PR2: a choice makes nobody present who is away from their devices', async () => {
    await using s = await start();
    await s.bo.client.ask('bye', { reason: 'suspended' });
    const { body } = await s.asBo.ask('PUT', '/status', { body: { choice: 'busy' } });
    expect(body).toMatchObject({ status: 'offline', choice: 'busy' });
    await s.bo.client.report();
    expect((await s.asBo.get('/status')).body).toMatchObject({ status: 'busy', cause: 'returned' });
  });

  it('PR10: the later of two choices stands, made by script or in the app', async () => {
    await using s = await start();
    s.t.clock.advance(60_000);
    await s.asBo.ask('PUT', '/status', { body: { choice: 'busy' } });
    const late = await s.bo.client.ask('choose', { choice: 'online', ageMs: 30_000 });
    expect(late).toMatchObject({ ok: true, applied: false, choice: 'busy' });
    s.t.clock.advance(1);
    const later = await s.bo.client.ask('choose', { choice: 'online', ageMs: 0 });
    expect(later).toMatchObject({ ok: true, applied: true, choice: 'online' });
    expect((await s.asBo.get('/status')).body).toMatchObject({ choice: 'online' });
  });

  it('PR3, PR15: of who only ever asks by HTTP no lost connection is told, after a restart either', async () => {
    await using server = await TeamServer.start();
    const { memberId, token } = await server.add('Cy');
    const ask = () => new HttpClient(`${server.url}/api/v1`, token);
    const choose = () => ask().ask('PUT', '/status', { body: { choice: 'busy' } });
    await vi.waitFor(async () => expect(await choose()).toMatchObject({ status: 200 }), 5_000);
    const { body: before } = await ask().get(`/members/${memberId}/status`);
    expect(before).toMatchObject({ status: 'offline', cause: 'signed-out' });
    await server.restart();
    expect((await ask().get(`/members/${memberId}/status`)).body).toEqual(before);
    expect((await ask().get('/status')).body).toMatchObject({ choice: 'busy' });
    expect((await ask().get('/me/history')).body.items).toEqual([]);
  });

  it('TR6: names the device whose token the script has in the own history', async () => {
    await using s = await start();
    s.t.clock.advance(60_000);
    await s.asBo.ask('PUT', '/status', { body: { choice: 'busy' } });
    const { body } = await s.asBo.get('/me/history?limit=1');
    expect(body.items).toMatchObject([{ status: 'busy', cause: 'chosen', device: 'laptop' }]);
  });
});

describe('the own history', () => {
  it('TR6: comes in parts that join without gap or overlap', async () => {
    await using s = await start();
    for (const choice of ['busy', 'online', 'busy', 'online']) {
      s.t.clock.advance(60_000);
      await s.asBo.ask('PUT', '/status', { body: { choice } });
    }
    const { body: whole } = await s.asBo.get('/me/history');
    expect(whole).toMatchObject({ next: null });
    expect(whole.items.length).toBeGreaterThan(4);
    const parts = [];
    let next: string | null = '';
    do {
      const from: string = next === '' ? '' : `&cursor=${next}`;
      const { body } = await s.asBo.get(`/me/history?limit=2${from}`);
      parts.push(...body.items);
      next = body.next;
    } while (next !== null);
    expect(parts).toEqual(whole.items);
  });

  it('TR6: is nobody else’s', async () => {
    await using s = await start();
    s.t.clock.advance(60_000);
    await s.asBo.ask('PUT', '/status', { body: { choice: 'busy' } });
    const { body } = await s.asAda.get('/me/history');
    expect(body.items.map(({ status }: { status: string }) => status)).not.toContain('busy');
  });
});

describe('the members', () => {
  it('are listed by name in parts; addresses are for those who manage', async () => {
    await using s = await start();
    for (const name of ['Zoe', 'aaron', 'Eve']) await s.t.server.add(name);
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await s.asAda.get(`/members?limit=2${cursor}`);
      for (const member of body.items) {
        names.push(member.name);
        expect(member.email).toContain('@example.com');
      }
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    expect(names).toEqual(['aaron', 'Ada', 'Bo', 'Eve', 'Zoe']);
    const { body } = await s.asBo.get('/members');
    expect(body.items).toHaveLength(5);
    expect(JSON.stringify(body)).not.toContain('@');
  });

  it('are found one by one, with what the team sees of them', async () => {
    await using s = await start();
    const { memberId } = s.t.member;
    expect((await s.asBo.get(`/members/${memberId}`)).body).toMatchObject({
      memberId,
      name: 'Ada',
      role: 'owner',
      email: null,
      active: true,
      openContacts: 0,
    });
    expect((await s.asBo.get(`/members/${memberId}/status`)).body).toMatchObject({
      memberId,
      status: 'online',
    });
    for (const path of ['/members/nobody', '/members/nobody/status']) {
      expect(await s.asBo.get(path)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    }
  });

  it('know who they are themselves', async () => {
    await using s = await start();
    expect((await s.asBo.get('/me')).body).toEqual({
      memberId: s.bo.memberId,
      name: 'Bo',
      role: 'agent',
      email: 'bo@example.com',
      receivesContacts: true,
      capacity: 3,
      hasPassword: false,
    });
  });
});

describe('a request that does not fit', () => {
  it.each<[string, string, string, unknown, string]>([
    ['Offline', 'PUT', '/status', { choice: 'offline' }, 'choice'],
    ['an unknown field', 'PUT', '/status', { choice: 'busy', status: 'online' }, 'status'],
    ['an age', 'PUT', '/status', { choice: 'busy', ageMs: 1 }, 'ageMs'],
    ['too short a time', 'PUT', '/status', { choice: 'busy', forSeconds: 299 }, 'forSeconds'],
    ['a note of two lines', 'PUT', '/status', { choice: 'busy', note: 'a\nb' }, 'note'],
    ['a list for an object', 'PUT', '/status', [], 'object'],
    ['null', 'PUT', '/status', null, 'object'],
    ['nothing', 'PUT', '/status', undefined, 'object'],
    ['no JSON', 'PUT', '/status', '{"choice":', 'JSON'],
    ['a prototype', 'PUT', '/status', '{"choice":"busy","__proto__":{"a":1}}', 'JSON'],
    ['no setting', 'PATCH', '/settings', {}, 'setting'],
    ['61 minutes', 'PATCH', '/settings', { inactivityTimeoutMinutes: 61 }, 'inactivityTimeout'],
    ['a body where none belongs', 'GET', '/me?x=1', undefined, 'x'],
    ['a limit of 0', 'GET', '/members?limit=0', undefined, 'limit'],
    ['a limit of 201', 'GET', '/members?limit=201', undefined, 'limit'],
    ['a limit in words', 'GET', '/members?limit=many', undefined, 'limit'],
    ['two limits', 'GET', '/members?limit=1&limit=2', undefined, 'limit'],
    ['an unknown question', 'GET', '/members?sort=name', undefined, 'sort'],
    ['a made-up cursor', 'GET', '/members?cursor=abc', undefined, 'cursor'],
    ['a cursor of another list', 'GET', '/members?cursor=eyJiZWZvcmUiOjF9', undefined, 'cursor'],
    ['a strange id', 'GET', '/members/a%20b/status', undefined, 'memberId'],
    ['half an escape', 'GET', '/members/%E0%A4%A', undefined, 'address'],
  ])(
    'TR2: %s is refused, says where, and changes nothing',
    async (_, method, path, body, where) => {
      await using s = await start();
      s.t.clock.advance(1);
      const state = async () => [
        (await s.asAda.get('/settings')).body,
        (await s.asAda.get('/status')).body,
        (await s.asAda.get('/me/history')).body,
      ];
      const before = await state();
      const answer = await s.asAda.ask(method, path, body === undefined ? {} : { body });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer).toMatchObject({
        status: 400,
        body: { type: 'about:blank', title: 'Invalid', status: 400, code: 'invalid' },
      });
      expect(answer.body.detail).toContain(where);
      expect(await state()).toEqual(before);
    },
  );

  it('TR2: a body over 64 KiB is too large, one just below is read', async () => {
    await using s = await start();
    const padded = (bytes: number) => `{"choice":"busy"${' '.repeat(bytes - 17)}}`;
    expect(await s.asAda.ask('PUT', '/status', { body: padded(65_537) })).toMatchObject({
      status: 413,
      body: { code: 'too-large' },
    });
    expect((await s.asAda.ask('PUT', '/status', { body: padded(65_536) })).status).toBe(200);
  });

  it('what is no JSON by its own account is not read', async () => {
    await using s = await start();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const headers = { 'content-type': type };
      const answer = await s.asAda.ask('PUT', '/status', { body: '{"choice":"busy"}', headers });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid' } });
    }
    expect((await s.asAda.get('/status')).body).toMatchObject({ choice: 'online' });
  });

  it('what there is not is not found, and nobody is told what the address was', async () => {
    await using s = await start();
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['POST', '/settings'],
      ['DELETE', '/<script>alert(1)</script>'],
    ] as const) {
      const answer = await s.asAda.ask(method, path);
      expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
      expect(JSON.stringify(answer.body)).not.toContain('script');
    }
  });
});

it('markup, quotes and control characters in texts are text', async () => {
  await using s = await start();
  const note = `<img src=x onerror=alert(1)>'; DROP TABLE members; -- "%0d%0aSet-Cookie: a=b`;
  const { body, headers } = await s.asBo.ask('PUT', '/status', {
    body: { choice: 'busy', note: note.slice(0, 80) },
  });
  expect(body.note).toBe(note.slice(0, 80));
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(headers.get('set-cookie')).toBeNull();
  expect((await s.asAda.get('/members')).body.items).toHaveLength(2);
});
