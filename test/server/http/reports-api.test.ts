import { describe, expect, it } from 'vitest';
import { MANAGERS } from '../../../src/server/commands/who.ts';
import { CsvFile } from '../../../src/server/csv.ts';
import { csvRoute } from '../../../src/server/http/route.ts';
import { ApiSite, tokenOf } from '../../support/api-site.ts';
import { ConnectedTeam } from '../../support/connected-team.ts';
import { HttpClient } from '../../support/http-client.ts';

const MINUTE = 60_000;

/** Ada (owner) and Bo (agent) are connected on 5 January 2026 from 9 o'clock (UTC) on. */
async function setUp() {
  const t = await ConnectedTeam.start();
  const bo = await t.join('Bo');
  for (let passed = 0; passed < 10; passed += 1) {
    t.clock.advance(MINUTE);
    await Promise.all([t.ada.report(), bo.client.report()]);
  }
  const asked = (token: string) => {
    const http = new HttpClient(t.url, token);
    return (path: string) => http.get(`/api/v1${path}`);
  };
  return {
    t,
    bo,
    asAda: asked(t.member.token),
    asBo: asked(bo.token),
    [Symbol.asyncDispose]: () => t[Symbol.asyncDispose](),
  };
}

const day = '2026-01-05';
const period = `from=${day}&to=${day}`;

describe('reports over HTTP', () => {
  it('RE1: owners get everyone, agents themselves', async () => {
    await using s = await setUp();
    const days = [{ day, onlineMs: 10 * MINUTE, busyMs: 0, offlineMs: 0 }];
    const all = await s.asAda(`/reports/status-time?${period}`);
    expect(all.body).toMatchObject({
      from: day,
      to: day,
      timeZone: 'UTC',
      members: [{ name: 'Ada' }, { name: 'Bo', days }],
    });
    const own = await s.asBo(`/reports/status-time?${period}&timeZone=Europe/Berlin`);
    expect(own.body).toMatchObject({ timeZone: 'Europe/Berlin' });
    expect(own.body.members).toEqual([{ memberId: s.bo.memberId, name: 'Bo', days }]);
  });

  it('RE1, RE3: come as CSV too', async () => {
    await using s = await setUp();
    const { status, headers, body } = await s.asBo(`/reports/status-time.csv?${period}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="ampel-status-time-${day}-${day}.csv"`,
    );
    expect(body.split('\r\n')).toEqual([
      expect.stringContaining('day,member_id,name,online_seconds'),
      `${day},${s.bo.memberId},Bo,600,0,0`,
      '',
    ]);
  });

  it.each([
    ['no period', ''],
    ['a period that ends before it begins', 'from=2026-01-06&to=2026-01-05'],
    ['more than 92 days', 'from=2026-01-01&to=2026-04-03'],
    ['a day that there is not', 'from=2026-02-30&to=2026-03-01'],
    ['a time zone that there is not', `${period}&timeZone=Mars/Olympus`],
    ['something that there is not', `${period}&memberId=ada`],
  ])('TR2: are refused with %s', async (_what, query) => {
    await using s = await setUp();
    for (const path of ['/reports/status-time', '/reports/status-time.csv']) {
      const { status, body } = await s.asAda(`${path}?${query}`);
      expect([status, body.code]).toEqual([400, 'invalid']);
    }
  });
});

describe('the audit log over HTTP', () => {
  it('RE2: is read in parts and as CSV by owners, and by no agent', async () => {
    await using s = await setUp();
    await s.t.ada.ask('settings:set', { inactivityTimeoutMinutes: 5 });
    await s.t.ada.ask('settings:set', { inactivityTimeoutMinutes: 6 });
    const first = (await s.asAda('/audit?limit=1')).body;
    expect(first.items).toMatchObject([
      {
        actor: { kind: 'member', name: 'Ada' },
        action: 'settings.changed',
        before: { inactivityTimeoutMinutes: 5 },
        after: { inactivityTimeoutMinutes: 6 },
      },
    ]);
    const second = (await s.asAda(`/audit?limit=1&cursor=${first.next}`)).body;
    expect(second.items).toMatchObject([{ after: { inactivityTimeoutMinutes: 5 } }]);
    const { headers, body } = await s.asAda('/audit.csv');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="ampel-audit.csv"');
    expect(body).toContain(',settings.changed,settings,');
    for (const path of ['/audit', '/audit.csv']) {
      expect((await s.asBo(path)).body).toMatchObject({ code: 'forbidden' });
    }
    expect((await s.asAda('/audit?cursor=nonsense')).body).toMatchObject({ code: 'invalid' });
  });
});

describe('a file for spreadsheets', () => {
  const site = (parts: () => AsyncGenerator<readonly (readonly string[])[]>) =>
    ApiSite.start({
      routes: [
        csvRoute({
          method: 'GET',
          path: '/file.csv',
          name: 'file',
          summary: 'For the test',
          tag: 'Test',
          who: MANAGERS,
          example: { answer: 'h\r\n' },
          run: async () => new CsvFile('file.csv', ['h'], parts()),
        }),
      ],
    });
  const download = ({ url }: ApiSite) =>
    fetch(`${url}/api/v1/file.csv`, { headers: { authorization: `Bearer ${tokenOf('ada')}` } });

  it('RE2: is no file for whom reading it broke off', async () => {
    await using s = await site(async function* () {
      yield [['first']];
      throw new Error('the database does not answer');
    });
    const response = await download(s);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('RE2: is not made any further when nobody reads it any more', async () => {
    const ended = Promise.withResolvers<void>();
    await using s = await site(async function* () {
      try {
        for (;;) yield [['x'.repeat(100_000)]];
      } finally {
        ended.resolve();
      }
    });
    const response = await download(s);
    await response.body?.cancel();
    await ended.promise;
  });
});
