import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/client/client-problem.ts';
import type { SessionState } from '../../src/client/session-state.ts';
import { WatchedPeople } from '../../src/main/session/watched-people.ts';
import { type LocalSettings, localSettingsSchema } from '../../src/main/settings/local-settings.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/domain/settings.ts';

const SERVER = 'https://ampel.example.com';

/** A device that has noted some people, in a team of Anna, Ben and Cleo. */
function device(noted: readonly string[]) {
  let settings: LocalSettings = localSettingsSchema.parse({
    deviceId: 'device-0001',
    account: { server: SERVER, sealedToken: 'sealed', watched: noted },
  });
  const scene = {
    state: { kind: 'signed-out', problem: null } as SessionState,
    answer: { ok: true, value: {} } as Result<object>,
    asked: [] as string[],
    warnings: [] as string[],
    /** Who was watched whenever that changed. */
    shown: [] as string[][],
  };
  const people: WatchedPeople = new WatchedPeople({
    settings: {
      get: () => settings,
      update: (change) => {
        settings = { ...settings, ...change };
      },
    },
    session: {
      get state() {
        return scene.state;
      },
      watch: async (memberId, on) => {
        scene.asked.push(`${on ? '+' : '-'}${memberId}`);
        const { client } = scene.state.kind === 'signed-in' ? scene.state : { client: null };
        if (scene.answer.ok && client?.kind === 'connected') {
          const others = client.team.self.watched?.filter((id) => id !== memberId) ?? [];
          connect(on ? [...others, memberId] : others);
        }
        return scene.answer;
      },
    },
    onChange: () => scene.shown.push([...people.ids]),
    log: {
      info: () => undefined,
      warn: (message) => scene.warnings.push(message),
      error: () => undefined,
    },
  });
  /** What the server keeps; undefined where it keeps nothing. */
  function connect(kept?: readonly string[], kind: 'connected' | 'lost' = 'connected') {
    const self = {
      memberId: 'me',
      name: 'Me',
      role: 'agent',
      choice: 'online',
      until: null,
      note: null,
      status: 'online',
      watched: kept === undefined ? undefined : [...kept],
    } as const;
    const members = new Map(
      ['anna', 'ben', 'cleo'].map((memberId) => [
        memberId,
        { memberId, name: memberId, role: 'agent' as const },
      ]),
    );
    const names = { version: 'names1', bySeat: new Map() };
    const replica = { log: 'log1', version: 1, names, members, statuses: new Map() };
    const team = {
      self,
      replica,
      settings: { ...DEFAULT_SETTINGS, timeoutSetBy: null },
      contacts: null,
      clockLeadMs: 0,
    };
    const client = kind === 'connected' ? { kind, team } : { kind, team, since: 0 };
    scene.state = { kind: 'signed-in', server: SERVER, client, unsent: null, source: 'system' };
    people.follow();
  }
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { people, scene, connect, settle, noted: () => settings.account?.watched };
}

describe('NO2 whom a member watches', () => {
  it('is the device’s to note where the server does not keep it', async () => {
    const { people, scene, connect, noted } = device(['anna']);
    connect();
    expect(await people.set('ben', true)).toEqual({ ok: true });
    expect(await people.set('anna', false)).toEqual({ ok: true });
    expect([people.ids, noted(), scene.asked]).toEqual([['ben'], ['ben'], []]);
  });

  it('is handed over once to a server that keeps it', async () => {
    const { people, scene, connect, settle, noted } = device(['anna', 'ben']);
    connect(['ben', 'cleo']);
    expect(people.ids).toEqual(['ben', 'cleo', 'anna']);
    await settle();
    expect(scene.asked).toEqual(['+anna']);
    expect(noted()).toEqual([]);
    expect(people.ids).toEqual(['ben', 'cleo', 'anna']);
    // What another device has ended since then stays ended.
    connect(['cleo']);
    await settle();
    expect(people.ids).toEqual(['cleo']);
    expect(scene.asked).toEqual(['+anna']);
  });

  it('stays noted where handing it over fails, and goes out with the next connection', async () => {
    const { people, scene, connect, settle, noted } = device(['anna']);
    scene.answer = { ok: false, problem: { code: 'unavailable', detail: '' } };
    connect([]);
    connect([]);
    await settle();
    expect(scene.asked).toEqual(['+anna']);
    expect(scene.warnings).toEqual(['the server did not take over who is watched: unavailable']);
    expect(people.ids).toEqual(['anna']);
    scene.answer = { ok: true, value: {} };
    connect([], 'lost');
    connect([]);
    await settle();
    expect(noted()).toEqual([]);
    expect(people.ids).toEqual(['anna']);
  });

  it('ends also for whom the server has not taken over yet', async () => {
    const { people, scene, connect, settle, noted } = device(['anna']);
    scene.answer = { ok: false, problem: { code: 'unavailable', detail: '' } };
    connect([]);
    await settle();
    scene.answer = { ok: true, value: {} };
    expect(await people.set('anna', false)).toEqual({ ok: true });
    expect([people.ids, noted()]).toEqual([[], []]);
  });

  it('is the server’s to change where it keeps it', async () => {
    const { people, scene, connect, noted } = device([]);
    connect(['anna']);
    expect(await people.set('anna', false)).toEqual({ ok: true });
    expect([people.ids, noted(), scene.asked]).toEqual([[], [], ['-anna']]);
    scene.answer = { ok: false, problem: { code: 'not-connected', detail: 'No.' } };
    expect(await people.set('ben', true)).toMatchObject({ problem: { code: 'not-connected' } });
    expect(people.ids).toEqual([]);
  });

  it('holds at once, and is taken back where the server refuses', async () => {
    const { people, scene, connect } = device([]);
    connect(['anna']);
    scene.answer = { ok: false, problem: { code: 'unavailable', detail: '' } };
    const set = people.set('ben', true);
    expect(people.ids).toEqual(['anna', 'ben']);
    await set;
    expect(people.ids).toEqual(['anna']);
    expect(scene.shown).toEqual([['anna', 'ben'], ['anna']]);
  });

  it('SE6 ends when they have left the team', () => {
    const { connect, noted } = device(['anna', 'gone']);
    connect();
    expect(noted()).toEqual(['anna']);
  });
});
