import { describe, expect, it } from 'vitest';
import type { UnsentChoice } from '../../../src/client/choice-outbox.ts';
import type { SessionState } from '../../../src/client/session-state.ts';
import type { ClientState, TeamState } from '../../../src/client/team-client.ts';
import { buildView, type ViewParts } from '../../../src/client/view/app-view.ts';
import { MemberViews } from '../../../src/client/view/member-views.ts';
import { explainStatus } from '../../../src/client/view/status-explanation.ts';
import { localSettingsSchema } from '../../../src/main/settings/local-settings.ts';
import { shownSettings } from '../../../src/main/settings/shown-settings.ts';
import type { OpenContact } from '../../../src/shared/domain/contact.ts';
import { DEFAULT_SETTINGS } from '../../../src/shared/domain/settings.ts';

const server = 'https://ampel.example.com';
const version = { installed: '1.0.0', update: { kind: 'current', checkedAt: null } } as const;
const settings = localSettingsSchema.parse({
  deviceId: 'device-0001',
  lastServer: server,
  account: { server, sealedToken: 'sealed' },
});
const team: TeamState = {
  self: {
    memberId: 'me',
    name: 'Me',
    role: 'agent',
    choice: 'busy',
    until: null,
    note: null,
    status: 'busy',
  },
  settings: { ...DEFAULT_SETTINGS, timeoutSetBy: { memberId: 'anna', at: 500 } },
  replica: {
    log: 'log1',
    version: 3,
    names: { version: 'names1', bySeat: new Map() },
    members: new Map([
      ['me', { memberId: 'me', name: 'Me', role: 'agent' }],
      ['zoe', { memberId: 'zoe', name: 'Zoë', role: 'agent' }],
      ['anna', { memberId: 'anna', name: 'Anna', role: 'manager' }],
    ]),
    statuses: new Map([
      ['me', { status: 'busy', since: 1, cause: 'chosen' }],
      ['anna', { status: 'online', since: 2, cause: 'signed-in' }],
      ['zoe', { status: 'offline', since: 3, cause: 'inactivity' }],
    ]),
  },
  contacts: null,
  clockLeadMs: 0,
};

function signedIn(client: ClientState, unsent: UnsentChoice | null = null): SessionState {
  return { kind: 'signed-in', server, client, unsent, source: 'system' };
}

function viewFrom(parts: Pick<ViewParts, 'session'> & Partial<ViewParts>) {
  return buildView({
    ...shownSettings(settings),
    watched: ['anna'],
    language: 'en',
    memberViews: new MemberViews(),
    trayIsMissing: false,
    version,
    settingsTrouble: null,
    ...parts,
  });
}

function viewOf(client: ClientState, unsent: UnsentChoice | null = null) {
  const session = signedIn(client, unsent);
  const view = viewFrom({ session });
  if (view.kind !== 'team') throw new Error('not in a team');
  return view;
}

/** The members of a team of these people, as a German view has them. */
function membersOf(people: readonly (readonly [memberId: string, name: string])[]) {
  const members = new Map(
    people.map(([memberId, name]) => [memberId, { memberId, name, role: 'agent' as const }]),
  );
  const replica = { ...team.replica, members };
  const client: ClientState = { kind: 'connected', team: { ...team, replica } };
  const view = viewFrom({ session: signedIn(client), language: 'de' });
  return view.kind === 'team' ? view.members : [];
}
const namesOf = (people: Parameters<typeof membersOf>[0]) =>
  membersOf(people).map(({ name }) => name);
const idsOf = (people: Parameters<typeof membersOf>[0]) =>
  membersOf(people).map(({ memberId }) => memberId);

describe('contacts in the view', () => {
  const words = {
    subject: null,
    channel: null,
    externalId: null,
    link: null,
    arrivedAt: 60_000,
    memberId: 'me',
  };
  const mine: OpenContact[] = [
    {
      ...words,
      contactId: 'c2',
      customer: 'Tom',
      state: 'accepted',
      assignedAt: 90_000,
      acceptedAt: 95_000,
      link: 'javascript:alert(1)',
    },
    {
      ...words,
      contactId: 'c1',
      customer: 'Maria',
      state: 'assigned',
      assignedAt: 80_000,
      assignedBy: 'queue',
      link: 'https://desk.example.com/1',
    },
  ];
  const contacts = { mine, queue: { waiting: 2, oldestSince: 70_000 }, revision: 3 };

  it('are those to accept first, in this computer’s time, with links of the web only', () => {
    const ahead = { ...team, contacts, clockLeadMs: 60_000 };
    expect(viewOf({ kind: 'connected', team: ahead }).contacts).toMatchObject({
      mine: [
        { contactId: 'c1', arrivedAt: 0, assignedAt: 20_000, link: 'https://desk.example.com/1' },
        { contactId: 'c2', arrivedAt: 0, assignedAt: 30_000, link: null },
      ],
      queue: { waiting: 2, oldestSince: 10_000 },
      revision: 3,
    });
  });

  it('PR9 say nothing of the queue without a connection', () => {
    const view = viewOf({ kind: 'lost', since: 0, team: { ...team, contacts } });
    expect(view.contacts).toMatchObject({ mine: [{}, {}], queue: null });
  });

  it('are not there where the server does not have them', () => {
    expect(viewOf({ kind: 'connected', team }).contacts).toBeNull();
  });
});

describe('view', () => {
  it('has everyone else by name, with what they do and whether they are watched', () => {
    const view = viewOf({ kind: 'connected', team });
    expect(view.self).toMatchObject({ name: 'Me', choice: 'busy', live: { status: 'busy' } });
    expect(view.members).toMatchObject([
      { name: 'Anna', watched: true, live: { status: 'online', until: null, note: null } },
      { name: 'Zoë', watched: false, live: { status: 'offline', cause: 'inactivity' } },
    ]);
  });

  it('keeps the objects of those of whom nothing changed', () => {
    const memberViews = new MemberViews();
    const show = (statuses: TeamState['replica']['statuses']) => {
      const client: ClientState = {
        kind: 'connected',
        team: { ...team, replica: { ...team.replica, statuses } },
      };
      const view = viewFrom({ session: signedIn(client), memberViews });
      return view.kind === 'team' ? view.members : [];
    };
    const { statuses } = team.replica;
    const [anna, zoe] = show(statuses);
    const back = { status: 'online', since: 9, cause: 'returned' } as const;
    const [annaAfter, zoeAfter] = show(new Map(statuses).set('zoe', back));
    expect(annaAfter).toBe(anna);
    expect(zoeAfter).not.toBe(zoe);
    expect(zoeAfter?.live).toMatchObject({ status: 'online', since: 9 });
  });

  it('sorts names as German readers expect', () => {
    const names = ['Zoe', 'Özlem', 'anna', 'Oskar', 'Paul'];
    expect(namesOf(names.map((name) => [name, name]))).toEqual([
      'anna',
      'Oskar',
      'Özlem',
      'Paul',
      'Zoe',
    ]);
  });

  it('keeps one order of equal names, whatever order they arrive in', () => {
    const a = ['a', 'Kim'] as const;
    const b = ['b', 'Kim'] as const;
    expect(idsOf([b, a])).toEqual(idsOf([a, b]));
  });

  it('PR9 has names without any status once the connection is lost', () => {
    const view = viewOf({ kind: 'lost', since: 9, team });
    expect(view.connection).toEqual({ kind: 'lost', since: 9 });
    expect(view.self?.live).toBeNull();
    expect(view.members.map(({ name, live }) => [name, live])).toEqual([
      ['Anna', null],
      ['Zoë', null],
    ]);
  });

  it('has nobody while the first connection is made', () => {
    const view = viewOf({ kind: 'connecting', since: 9 });
    expect([view.self, view.members, view.settings]).toEqual([null, [], null]);
  });

  it.each([
    ['answer', { kind: 'connected', team }],
    ['connection', { kind: 'lost', since: 9, team }],
    ['connection', { kind: 'connecting', since: 9 }],
  ] as const)('PR10 has a choice that waits for the %s', (waitsFor, client) => {
    const view = viewOf(client, { choice: 'busy', forSeconds: 600, madeAt: 1_000 });
    expect(view.pending).toEqual({ choice: 'busy', until: 601_000, waitsFor });
  });

  it('has the server’s times in this computer’s time, where the clocks differ', () => {
    const statuses = new Map([
      ['me', { status: 'busy', since: 60_000, until: 90_000, cause: 'chosen' } as const],
    ]);
    const replica = { ...team.replica, statuses };
    const at = (clockLeadMs: number) =>
      viewOf({ kind: 'connected', team: { ...team, replica, clockLeadMs } }).self?.live;
    expect(at(60_000)).toMatchObject({ since: 0, until: 30_000 });
    // What a message takes on its way is no difference of the clocks.
    expect(at(800)).toMatchObject({ since: 60_000, until: 90_000 });
  });

  it('starts the sign-in from the last server, and says why it is asked for', () => {
    const problem = { code: 'unauthorized' } as const;
    expect(viewFrom({ session: { kind: 'signed-out', problem }, language: 'de' })).toEqual({
      kind: 'signed-out',
      join: { kind: 'none' },
      language: 'de',
      settingsTrouble: null,
      server,
      problem,
    });
  });
});

describe('explanation of the own status', () => {
  const diagnosis = {
    level: { idleMs: 5_000, locked: false, source: 'app' },
    answer: { status: 'busy', offlineAt: 900_000, memberOfflineAt: 950_000 },
    acknowledgedAt: 800,
  } as const;

  it('has what the server says and what this computer knows', () => {
    expect(explainStatus(signedIn({ kind: 'connected', team }), diagnosis)).toEqual({
      live: { status: 'busy', since: 1, cause: 'chosen', until: null, note: null },
      idleMs: 5_000,
      locked: false,
      source: 'app',
      timeout: { minutes: 15, setBy: { name: 'Anna', at: 500 } },
      lockPolicy: 'offline',
      offlineAt: 950_000,
      acknowledgedAt: 800,
    });
  });

  it('has no name for who set the timeout and has left the team', () => {
    const settingsOfOld = { ...team.settings, timeoutSetBy: { memberId: 'gone', at: 1 } };
    const client: ClientState = { kind: 'connected', team: { ...team, settings: settingsOfOld } };
    expect(explainStatus(signedIn(client), diagnosis)?.timeout?.setBy).toEqual({
      name: null,
      at: 1,
    });
  });

  it('PR9 claims no status without a connection', () => {
    const explained = explainStatus(signedIn({ kind: 'lost', since: 9, team }), diagnosis);
    expect(explained).toMatchObject({ live: null, offlineAt: null, acknowledgedAt: 800 });
  });

  it('is none while nobody is signed in', () => {
    expect(explainStatus({ kind: 'signed-out', problem: null }, null)).toBeNull();
  });
});
