import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientToServerEvents } from '../../../src/shared/protocol/events.ts';
import { ConnectedTeam } from '../../support/connected-team.ts';
import { HttpClient } from '../../support/http-client.ts';
import { addOtherTeam } from '../../support/other-team.ts';
import type { TestMember } from '../../support/team-server.ts';
import { WireClient } from '../../support/wire-client.ts';

type Ids = { readonly contactId: string; readonly memberId: string };
type GoodCommand = {
  /** What it takes; the ids are those of a contact and a member of Ada's team. */
  readonly payload: (ids: Ids) => object;
  /** Left out where every member may. */
  readonly who?: 'manager';
  /** Whether it names somebody or something. */
  readonly names?: true;
};

const contact: GoodCommand = { payload: ({ contactId }) => ({ contactId }), names: true };

/** The compiler knows when a command is missing here. */
const GOOD_COMMANDS: Readonly<Record<keyof ClientToServerEvents, GoodCommand>> = {
  activity: { payload: () => ({ seq: 1, idleMs: 0, locked: false, source: 'system' }) },
  choose: { payload: () => ({ choice: 'busy', forSeconds: 300, note: 'Lunch', ageMs: 0 }) },
  'history:get': { payload: () => ({ limit: 1 }) },
  'team:get': { payload: () => ({}) },
  'settings:set': { payload: () => ({ holdSeconds: 30 }), who: 'manager' },
  'contacts:get': { payload: () => ({}) },
  'loads:get': { payload: () => ({}), who: 'manager' },
  'contact:accept': contact,
  'contact:return': contact,
  'contact:close': contact,
  'contact:assign': { payload: (ids) => ids, who: 'manager', names: true },
  'member:end-sessions': {
    payload: ({ memberId }) => ({ memberId }),
    who: 'manager',
    names: true,
  },
  watch: { payload: ({ memberId }) => ({ memberId, on: true }), names: true },
  bye: { payload: () => ({ reason: 'suspended' }) },
};
const COMMANDS = Object.entries(GOOD_COMMANDS);

/** Ada (owner), Bo (agent) with a contact, and the owner of another team of the same server. */
class Scene implements AsyncDisposable {
  readonly t: ConnectedTeam;
  readonly bo: TestMember & { readonly client: WireClient };
  readonly eve: WireClient;
  readonly ids: Ids;

  private constructor(t: ConnectedTeam, bo: Scene['bo'], eve: WireClient, contactId: string) {
    this.t = t;
    this.bo = bo;
    this.eve = eve;
    this.ids = { contactId, memberId: bo.memberId };
  }

  static async start(): Promise<Scene> {
    const t = await ConnectedTeam.start();
    const bo = await t.join('Bo');
    const ada = new HttpClient(`${t.url}/api/v1`, t.member.token);
    const { body } = await ada.ask('POST', '/contacts', { body: { customer: 'Grace' } });
    await t.ada.ask('contact:assign', { contactId: body.contactId, memberId: bo.memberId });
    const token = await addOtherTeam(t.server.dataFolder);
    const eve = await WireClient.connect({ url: t.url, token });
    return new Scene(t, bo, eve, body.contactId);
  }

  /** All that an owner can see of the team. */
  async everything(): Promise<unknown> {
    const ada = new HttpClient(`${this.t.url}/api/v1`, this.t.member.token);
    const { snapshot } = await this.t.ada.ask('team:get', {});
    const contacts = (await ada.get('/contacts')).body;
    return [snapshot, contacts, (await ada.get('/settings')).body, (await ada.get('/audit')).body];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.eve.socket.disconnect();
    this.bo.client.socket.disconnect();
    await this.t[Symbol.asyncDispose]();
  }
}

it.each(COMMANDS)('%s does what it is for', async (name, { payload, who }) => {
  await using scene = await Scene.start();
  const client = who === 'manager' ? scene.t.ada : scene.bo.client;
  const ids = name === 'watch' ? { ...scene.ids, memberId: scene.t.member.memberId } : scene.ids;
  expect(await client.ask(name, payload(ids))).toMatchObject({ ok: true });
});

// None of these changes anything, so they share a server.
describe('TR1, TR2: what is refused changes nothing:', () => {
  let scene: Scene;
  let before: unknown;
  beforeAll(async () => {
    scene = await Scene.start();
    before = await scene.everything();
  });
  afterAll(async () => {
    expect(await scene.everything()).toEqual(before);
    await scene[Symbol.asyncDispose]();
  });

  const refused = (code: string) => ({ ok: false, code, message: expect.any(String) });

  it.each(COMMANDS)('%s, with an unknown field', async (name, { payload }) => {
    const answer = await scene.t.ada.ask(name, { ...payload(scene.ids), unknown: 1 });
    expect(answer).toEqual(refused('invalid'));
    expect(answer.message).toContain('"unknown"');
  });

  it.each(COMMANDS)('%s, with what is no object', async (name) => {
    for (const payload of [null, undefined, [], 'text', 1, true]) {
      expect(await scene.t.ada.ask(name, payload)).toEqual(refused('invalid'));
    }
    scene.t.clock.advance(1_000);
  });

  it.each(COMMANDS.filter(([, { names }]) => names))('%s, with strange ids', async (name) => {
    const { payload } = GOOD_COMMANDS[name as keyof ClientToServerEvents];
    for (const id of ["' OR 1=1", 'a b', '', 'x'.repeat(65), '\u0000', 1, {}, null]) {
      const ids = { contactId: id as string, memberId: id as string };
      expect(await scene.t.ada.ask(name, payload(ids))).toEqual(refused('invalid'));
    }
    const ids = { contactId: 'nobody', memberId: 'nobody' };
    expect(await scene.t.ada.ask(name, payload(ids))).toEqual(refused('not-found'));
    scene.t.clock.advance(1_000);
  });

  it.each(COMMANDS.filter(([, { who }]) => who === 'manager'))(
    '%s, to an agent',
    async (name, { payload }) => {
      const answer = await scene.bo.client.ask(name, payload(scene.ids));
      expect(answer).toEqual(refused('forbidden'));
    },
  );

  it.each(COMMANDS.filter(([, { names }]) => names))(
    '%s, to another team',
    async (name, { payload }) => {
      const answer = await scene.eve.ask(name, payload(scene.ids));
      expect(answer).toEqual(refused('not-found'));
    },
  );

  it('another team sees nothing of this one', async () => {
    expect(JSON.stringify(scene.eve.welcome)).not.toContain('Bo');
    const heard = JSON.stringify(scene.eve.heard.slice(1));
    for (const known of ['Bo', 'Grace', scene.ids.contactId, scene.ids.memberId]) {
      expect(heard).not.toContain(known);
    }
  });

  it('a command that there is not', async () => {
    for (const name of ['constructor', '__proto__', 'toString', 'welcome', 'Choose']) {
      expect(await scene.t.ada.ask(name, {})).toEqual(refused('not-found'));
    }
  });
});
