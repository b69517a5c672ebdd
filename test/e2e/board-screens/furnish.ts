import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openAdmin } from '../../../src/server/app.ts';
import type { Choice } from '../../../src/shared/domain/status.ts';
import { Receiver } from '../../support/receiver.ts';
import { ServerProcess } from '../../support/server-process.ts';
import type { TestMember } from '../../support/team-server.ts';
import { Teammate } from '../teammate.ts';

/** Who is in the team and what they do; null is somebody who is not there. */
const COLLEAGUES: readonly (readonly [name: string, choice: Choice | null])[] = [
  ['Chloé Lefèvre', 'online'],
  ['Maximiliane-Charlotte von Hohenberg-Sigmaringen', 'online'],
  ['Mateo Fernández', 'busy'],
  ['Zeynep Aydın', null],
];

const CUSTOMERS = [
  { customer: 'Maria Fischer', subject: 'Refund for order 1234', channel: 'chat' },
  { customer: 'Orchid GmbH', subject: 'Where is my parcel?', link: 'https://desk.example.com/2' },
  { customer: 'Tom Berg', channel: 'phone' },
  {
    customer: 'Wolfgang-Amadeus Freiherr von und zu Oberstaufenhausen-Untermeitingen',
    subject: 'The second delivery within a week that came to the wrong address, and it was opened',
    channel: 'e-mail',
  },
  { customer: 'Ada Byrne', channel: 'chat' },
  { customer: 'Jonas Weber' },
] as const;

export type Furnished = {
  readonly server: ServerProcess;
  readonly owner: TestMember;
  /** Somebody whose link to set a password was not used. */
  readonly newcomer: TestMember;
  readonly inviteLink: string;
};

/** A team at work, with something to see on every page of the board. */
export async function furnish(parts: AsyncDisposableStack): Promise<Furnished> {
  const server = parts.use(await ServerProcess.start({ AMPEL_ALLOW_PRIVATE_WEBHOOKS: '1' }));
  const owner = await server.add('Amara Okafor', 'owner');
  const members = new Map<string, TestMember>();
  for (const [name] of COLLEAGUES) members.set(name, await server.add(name));
  const newcomer = await server.add('Aiko Tanaka', 'manager');
  await remember(server, [owner, ...members.values()]);
  for (const [name, choice] of COLLEAGUES) {
    const member = members.get(name);
    if (member === undefined || choice === null) continue;
    const teammate = parts.use(await Teammate.join(server.url, member));
    await teammate.choose(choice, choice === 'busy' ? { note: 'Lunch', forSeconds: 2700 } : {});
  }
  const ask = asker(server.url, owner.token);
  await ask('PATCH', `/members/${members.get('Chloé Lefèvre')?.memberId}`, { capacity: 2 });
  await ask('PATCH', `/members/${newcomer.memberId}`, { receivesContacts: false });
  await ask('PATCH', '/settings', { inactivityTimeoutMinutes: 20, assignOnlyOnline: true });
  await ask('PATCH', '/settings', { lockPolicy: 'ignore', holdSeconds: 90 });
  await ask('POST', '/integrations', { name: 'Website chat', scopes: ['contacts'] });
  for (const contact of CUSTOMERS) await ask('POST', '/contacts', contact);
  const receiver = parts.use(await Receiver.start());
  receiver.answers.push(204, 500);
  const { webhookId } = await ask('POST', '/webhooks', {
    url: receiver.url,
    events: ['status.changed', 'contact.assigned'],
  });
  await ask('POST', `/webhooks/${webhookId}/test`, {});
  await ask('POST', `/webhooks/${webhookId}/test`, {});
  const { link } = await ask('POST', '/invites', { email: 'carla@example.com', role: 'agent' });
  await ask('POST', '/invites', { email: 'priya.raman@example.com', role: 'manager' });
  return { server, owner, newcomer, inviteLink: String(link) };
}

/** The secret of a link with which somebody sets a password. */
export async function passwordSecret(server: ServerProcess, email: string): Promise<string> {
  const { admin, close } = await openAdmin({ dataFolder: server.dataFolder, databaseUrl: null });
  const { secret } = await admin.makePasswordLink(email).finally(close);
  return secret;
}

function asker(url: string, token: string) {
  return async (method: string, at: string, body: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${url}/api/v1${at}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${at}: ${await response.text()}`);
    return response.json();
  };
}

/** Days of work for the report. */
async function remember(server: ServerProcess, members: readonly TestMember[]): Promise<void> {
  await server.stop();
  const database = new DatabaseSync(path.join(server.dataFolder, 'ampel.sqlite'));
  const insert = database.prepare(
    `INSERT INTO status_history (member_id, status, cause, began_at, ended_at, device_name)
     VALUES (?, ?, ?, ?, ?, 'laptop')`,
  );
  const today = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  for (const [index, { memberId }] of members.entries()) {
    for (let day = 9; day > 0; day -= 1) {
      const at = (hour: number) => today - day * 86_400_000 + hour * 3_600_000;
      const noon = 12 + ((index + day) % 3) / 2;
      for (const [status, cause, from, to] of [
        ['offline', 'signed-out', 0, 8],
        ['online', 'signed-in', 8, noon],
        ['busy', 'chosen', noon, noon + 1 + (index % 2)],
        ['online', 'timer', noon + 1 + (index % 2), 17],
        ['offline', 'inactivity', 17, 24],
      ] as const) {
        insert.run(memberId, status, cause, at(from), at(to));
      }
    }
  }
  database.close();
  await server.run();
}
