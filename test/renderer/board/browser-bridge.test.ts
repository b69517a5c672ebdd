import { afterEach, describe, expect, it, vi } from 'vitest';
import { Membership } from '../../../src/client/membership.ts';
import { connectSocket } from '../../../src/client/socket-connection.ts';
import { systemClock } from '../../../src/client/system-clock.ts';
import { browserBridge } from '../../../src/renderer/board/runtime/browser-bridge.ts';
import { pagePreferences } from '../../../src/renderer/board/runtime/page-preferences.ts';
import { followView } from '../../../src/renderer/bridge/follow-view.ts';
import type { AppView } from '../../../src/shared/bridge/view.ts';
import { namesInMemory } from '../../support/names-store.ts';
import { TeamServer } from '../../support/team-server.ts';
import { WireClient } from '../../support/wire-client.ts';

let disposal = new AsyncDisposableStack();

afterEach(async () => {
  await disposal.disposeAsync();
  disposal = new AsyncDisposableStack();
});

/** A browser's storage in memory. */
function storage() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

/** A page over a real server, with the view that its components get. */
async function openPage() {
  const server = disposal.use(await TeamServer.start());
  const anna = await server.add('Anna', 'owner');
  const ben = await server.add('Ben');
  const membership = new Membership({
    url: server.url,
    // The server reads a browser's cookie at the upgrade, which has no place here.
    token: anna.token,
    device: { id: 'page-0001', name: 'Chrome, Linux', kind: 'web', version: '1.0.0' },
    connect: connectSocket,
    system: {
      idleMs: () => {
        throw new Error('the browser does not tell');
      },
      locked: () => false,
      lockIsPolled: false,
    },
    outbox: { load: () => null, save: () => undefined },
    names: namesInMemory(),
    clock: systemClock,
    random: Math.random,
    warn: () => undefined,
    onInactivityWarning: () => undefined,
    onWarningOver: () => undefined,
    onChoiceRefused: () => undefined,
  });
  disposal.defer(() => membership.leave('quit'));
  const opened: string[] = [];
  const signedOut = vi.fn(async () => membership.leave('signed-out'));
  const bridge = browserBridge({
    membership,
    server: server.url,
    version: '1.0.0',
    preferences: pagePreferences(storage()),
    browserLanguage: () => 'de',
    signOut: signedOut,
    openLink: (url) => opened.push(url),
    ownDeed: (_contactId, deed) => deed(),
    onWatch: () => undefined,
  });
  const shown: { view: AppView | null } = { view: null };
  disposal.defer(
    followView(bridge, (state) => {
      if (state.kind === 'shown') shown.view = state.view;
    }),
  );
  membership.noteInput();
  membership.start();
  const seen = (expected: object) =>
    vi.waitFor(() => expect(shown.view).toMatchObject(expected), { timeout: 5_000, interval: 10 });
  await seen({ connection: { kind: 'connected' } });
  return { server, bridge, ben, seen, signedOut, opened };
}

describe('the bridge of a page', () => {
  it('shows the team as it is, from the same server as everyone', async () => {
    const { server, ben, seen } = await openPage();
    await seen({
      kind: 'team',
      self: { name: 'Anna', live: { status: 'online' } },
      members: [{ name: 'Ben', live: { status: 'offline' } }],
    });
    const wire = await WireClient.connect({ url: server.url, token: ben.token });
    disposal.defer(() => void wire.socket.disconnect());
    await seen({ members: [{ name: 'Ben', live: { status: 'online' } }] });
  });

  it('PR12 says that only input on the page counts, where the browser tells of none', async () => {
    const { seen } = await openPage();
    await seen({ source: 'app' });
  });

  it('chooses, and shows the choice when the server has it', async () => {
    const { bridge, seen } = await openPage();
    const chosen = await bridge.choose({ choice: 'busy', forSeconds: 1800, note: 'Lunch' });
    expect(chosen).toEqual({ ok: true });
    await seen({ self: { live: { status: 'busy', note: 'Lunch' } }, pending: null });
  });

  it('PR5 changes the timeout, and says why the own status is as it is', async () => {
    const { bridge, seen } = await openPage();
    expect(await bridge.changeTeamSettings({ inactivityTimeoutMinutes: 20 })).toEqual({ ok: true });
    await seen({ settings: { inactivityTimeoutMinutes: 20 } });
    expect(await bridge.explainStatus(undefined)).toMatchObject({
      source: 'app',
      timeout: { minutes: 20, setBy: { name: 'Anna' } },
    });
  });

  it('TR6 shows the own history, with this browser as the device', async () => {
    const { bridge } = await openPage();
    const outcome = await bridge.getHistory({ limit: 10 });
    expect(outcome).toMatchObject({ ok: true });
    expect(outcome.ok && outcome.history.intervals[0]).toMatchObject({
      status: 'online',
      device: 'Chrome, Linux',
    });
  });

  it('speaks the browser’s language until another one is chosen', async () => {
    const { bridge, seen } = await openPage();
    await seen({ language: 'de' });
    await bridge.setPreferences({ language: 'en' });
    await seen({ language: 'en', preferences: { language: 'en' } });
  });

  it('opens what is worked on beside the board', async () => {
    const { bridge, opened } = await openPage();
    expect(await bridge.openLink('https://crm.example.com/1')).toEqual({ ok: true });
    expect(opened).toEqual(['https://crm.example.com/1']);
  });

  it('PR7 leaves the team at once when the member signs out', async () => {
    const { bridge, signedOut, seen } = await openPage();
    await bridge.signOut(undefined);
    expect(signedOut).toHaveBeenCalledOnce();
    await seen({ kind: 'signed-out', problem: null });
  });

  it('offers nothing that needs an app on the computer', async () => {
    const { bridge } = await openPage();
    const refused = { ok: false, problem: { code: 'refused-by-system' } };
    expect(await bridge.setLaunchAtLogin(true)).toEqual(refused);
    expect(await bridge.copyReport(undefined)).toEqual(refused);
    expect(await bridge.getDiagnostics(undefined)).toBeNull();
  });
});
