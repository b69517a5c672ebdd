import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Join } from '../../../src/main/join/join.ts';
import { english } from '../../../src/main/language/translate.ts';
import { Devices } from '../../../src/server/accounts/devices.ts';
import type { MemberCaller } from '../../../src/server/commands/caller.ts';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import { hashToken } from '../../../src/server/tokens/token.ts';
import { tokenRequestSchema } from '../../../src/shared/api/devices.ts';
import type { Outcome } from '../../../src/shared/bridge/bridge.ts';
import { Refusal } from '../../../src/shared/protocol/errors.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { storeMember, storeTeam } from '../../support/stored-team.ts';
import { temporaryFolder } from '../../support/team-server.ts';

const ada: MemberCaller = {
  kind: 'member',
  teamId: 'team',
  memberId: 'ada',
  name: 'Ada',
  role: 'owner',
  token: { tokenId: 't', kind: 'web', deviceName: 'Firefox' },
};
const MINUTE = 60_000;

/** The server's own way with codes, asked for over HTTP. */
async function startServer(clock: ManualClock) {
  const folder = await temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const store = openSqliteStore(folder.path, clock, () => undefined);
  await store.prepare();
  onTestFinished(() => store.close());
  await storeTeam(store);
  const { teamId, memberId, name } = ada;
  const email = 'ada@example.com';
  await storeMember(store, { teamId, memberId, name, email, role: 'owner', createdAt: 0 });
  let made = 0;
  const teams = { reload: async () => undefined, endRevoked: async () => 0 };
  const devices = new Devices({ store, clock, ids: () => `id-${made++}`, teams });
  const refuse = (response: ServerResponse, status: number, code: string) =>
    response
      .writeHead(status, { 'content-type': 'application/problem+json' })
      .end(JSON.stringify({ type: 'about:blank', title: code, status, detail: code, code }));
  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const given = tokenRequestSchema.parse(JSON.parse(await text(request)));
    const { code, verifier, deviceId = null } = given;
    try {
      const { token } = await devices.exchangeCode(code, { verifier, deviceId });
      const member = { memberId, name, role: 'owner', email };
      response.end(JSON.stringify({ token, member }));
    } catch (error) {
      refuse(response, 404, error instanceof Refusal ? error.code : 'unavailable');
    }
  }
  const server = createServer((request, response) => {
    if (request.url === '/api/v1/tokens') void exchange(request, response);
    else response.end('{"sso":null}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, devices, store };
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** An app that joins, and what it was seen to do. */
async function setUp() {
  const clock = new ManualClock();
  const server = await startServer(clock);
  const opened: string[] = [];
  const copied: string[] = [];
  const used: { server: string; token: string }[] = [];
  const logged: unknown[] = [];
  const world = { browser: true, outcome: { ok: true } as Outcome };
  const join = new Join({
    clock,
    log: { info: () => {}, warn: () => {}, error: (message) => logged.push(message) },
    desk: {
      openPage: async (page) => {
        opened.push(page);
        if (!world.browser) throw new Error('xdg-open is missing');
      },
      copy: async (page) => void copied.push(page),
    },
    device: { id: () => 'device-0001', name: 'Laptop' },
    words: () => ({ language: 'en', t: english }),
    signIn: async (at, token) => {
      used.push({ server: at, token });
      return world.outcome;
    },
    onChange: () => {},
    onAnswered: () => {},
  });
  onTestFinished(() => join.cancel());
  /** Begins, and answers the page on which the browser is then. */
  async function begin(): Promise<URL> {
    const before = opened.length;
    void join.begin(server.url);
    await vi.waitFor(() => expect(opened.length).toBe(before + 1));
    return new URL(opened.at(-1) ?? '');
  }
  return { ...server, clock, join, world, begin, opened, copied, used, logged };
}

/** What the board's page does after a yes: a code for the challenge, and the way back. */
async function agree(page: URL, { devices }: { readonly devices: Devices }): Promise<Response> {
  const query = page.searchParams;
  const code = await devices.makeCode(ada, {
    challenge: query.get('challenge') ?? '',
    deviceName: query.get('device') ?? '',
  });
  return bring(page, { code });
}

function bring(page: URL, answer: Readonly<Record<string, string>>): Promise<Response> {
  const { port = '', state = '' } = Object.fromEntries(page.searchParams);
  return fetch(`http://127.0.0.1:${port}/?${new URLSearchParams({ ...answer, state })}`);
}

describe('joining through the browser', () => {
  it('AC5: leads to the server’s page, where no password is asked for by the app', async () => {
    const t = await setUp();
    const page = await t.begin();
    expect(page.origin + page.pathname).toBe(`${t.url}/connect`);
    expect(Object.fromEntries(page.searchParams)).toEqual({
      port: expect.stringMatching(/^\d+$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      device: 'Laptop',
    });
    expect(t.join.state).toEqual({ kind: 'browser', server: t.url, problem: null });
  });

  it('AC5: signs in with the token that the code is exchanged for', async () => {
    const t = await setUp();
    const response = await agree(await t.begin(), t);
    expect(await response.text()).toContain('Ampel is connected');
    const [{ server, token } = { server: '', token: '' }] = t.used;
    expect(server).toBe(t.url);
    expect(await t.store.tokenOwner(hashToken(token))).toMatchObject({ memberId: 'ada' });
    await vi.waitFor(() => expect(t.join.state).toEqual({ kind: 'none', problem: null }));
    expect(t.clock.pending).toBe(0);
  });

  it('AC5: replaces the token that this installation had', async () => {
    const t = await setUp();
    await agree(await t.begin(), t);
    await agree(await t.begin(), t);
    const devices = await t.store.read.tokens.ofMember('ada');
    expect(devices).toMatchObject([{ deviceId: 'device-0001', deviceName: 'Laptop' }]);
    expect(await t.store.tokenOwner(hashToken(t.used[0]?.token ?? ''))).toBeNull();
  });

  it('AC5: has a new state and challenge, and a code of another attempt does not work', async () => {
    const t = await setUp();
    const first = await t.begin();
    const code = await t.devices.makeCode(ada, {
      challenge: first.searchParams.get('challenge') ?? '',
      deviceName: 'Laptop',
    });
    const second = await t.begin();
    for (const name of ['state', 'challenge']) {
      expect(second.searchParams.get(name)).not.toBe(first.searchParams.get(name));
    }
    const response = await bring(second, { code });
    expect(await response.text()).toContain('That did not work');
    await vi.waitFor(() =>
      expect(t.join.state).toMatchObject({ kind: 'none', problem: { code: 'code-refused' } }),
    );
    expect(t.used).toEqual([]);
    // The first attempt is over, and so is its port.
    await expect(bring(first, { code })).rejects.toThrow('fetch failed');
  });
});

describe('joining that fails (AC10)', () => {
  it.each([
    ['not an address', 'http://', 'invalid-address'],
    ['plain http to another computer', 'http://ampel.example.com', 'insecure-address'],
    ['an address where nobody answers', 'http://127.0.0.1:1', 'unreachable'],
  ])('says what is wrong with %s', async (_, address, code) => {
    const t = await setUp();
    await t.join.begin(address);
    expect(t.join.state).toMatchObject({ kind: 'none', problem: { code } });
    expect(t.opened).toEqual([]);
    expect(t.clock.pending).toBe(0);
  });

  it('says that no browser can be opened, and goes on waiting for one that the member opens', async () => {
    const t = await setUp();
    t.world.browser = false;
    const page = await t.begin();
    await vi.waitFor(() =>
      expect(t.join.state).toMatchObject({ kind: 'browser', problem: { code: 'no-browser' } }),
    );
    expect(t.logged).toEqual(['the browser could not be opened']);
    expect(await t.join.copyPage()).toEqual({ ok: true });
    expect(t.copied).toEqual([page.href]);
    await agree(page, t);
    expect(t.used).toHaveLength(1);
  });

  it('opens the same page again', async () => {
    const t = await setUp();
    const page = await t.begin();
    t.join.showPage();
    expect(t.opened).toEqual([page.href, page.href]);
  });

  it('says that it was declined in the browser', async () => {
    const t = await setUp();
    const response = await bring(await t.begin(), { error: 'access_denied' });
    expect(await response.text()).toContain('Ampel is not connected');
    await vi.waitFor(() =>
      expect(t.join.state).toEqual({ kind: 'none', problem: { code: 'join-declined' } }),
    );
  });

  it('gives up after 10 minutes, and says so', async () => {
    const t = await setUp();
    const page = await t.begin();
    t.clock.advance(10 * MINUTE - 1);
    expect(t.join.state.kind).toBe('browser');
    t.clock.advance(1);
    await vi.waitFor(() =>
      expect(t.join.state).toEqual({ kind: 'none', problem: { code: 'join-expired' } }),
    );
    await expect(bring(page, { code: 'late' })).rejects.toThrow('fetch failed');
  });

  it('ends without a word when the member cancels', async () => {
    const t = await setUp();
    const page = await t.begin();
    t.join.cancel();
    expect(t.join.state).toEqual({ kind: 'none', problem: null });
    await vi.waitFor(() => expect(t.clock.pending).toBe(0));
    await expect(bring(page, { code: 'late' })).rejects.toThrow('fetch failed');
    expect(t.logged).toEqual([]);
  });

  it('says a code that took more than its minute does not work', async () => {
    const t = await setUp();
    const page = await t.begin();
    const code = await t.devices.makeCode(ada, {
      challenge: page.searchParams.get('challenge') ?? '',
      deviceName: 'Laptop',
    });
    t.clock.advance(MINUTE);
    await bring(page, { code });
    await vi.waitFor(() =>
      expect(t.join.state).toMatchObject({ problem: { code: 'code-refused' } }),
    );
  });

  it('says why the token could not be used', async () => {
    const t = await setUp();
    t.world.outcome = { ok: false, problem: { code: 'protocol-unsupported' } };
    const response = await agree(await t.begin(), t);
    expect(await response.text()).toContain('That did not work');
    await vi.waitFor(() =>
      expect(t.join.state).toEqual({ kind: 'none', problem: { code: 'protocol-unsupported' } }),
    );
  });

  it('is not ended by a foreign page that calls the port', async () => {
    const t = await setUp();
    const page = await t.begin();
    const port = page.searchParams.get('port');
    const response = await fetch(`http://127.0.0.1:${port}/?code=evil&state=guessed`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Nothing was changed');
    expect(t.join.state.kind).toBe('browser');
    await agree(page, t);
    expect(t.used).toHaveLength(1);
  });
});
