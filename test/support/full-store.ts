import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { StoreConfig } from '../../src/server/config.ts';
import { openPostgresStore } from '../../src/server/store/postgres/postgres-store.ts';
import { databaseFile } from '../../src/server/store/sqlite/sqlite-file.ts';
import { openSqliteStore } from '../../src/server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/server/store/store.ts';
import { systemClock } from '../../src/server/system-clock.ts';
import { hashToken } from '../../src/server/tokens/token.ts';
import type { Clock } from '../../src/shared/domain/clock.ts';
import { arrived } from '../../src/shared/domain/contact-steps.ts';
import { storeMember, storeSettings, storeTeam, storeToken } from './stored-team.ts';

/** The token of Ada's laptop in a store that {@link fillStore} has filled. */
export const ADAS_TOKEN = `ampel_${'a'.repeat(43)}`;

/** Text that a careless program would take for something else. */
export const ODD_TEXT = `Robert'); DROP TABLE teams;-- "é\t\\ 🚦 {"a":[1]} %s $1 ?`;

/** Opens a store as a process beside the server does. */
export async function openStoreAt(
  { databaseUrl, dataFolder }: StoreConfig,
  clock: Clock = systemClock,
): Promise<Store> {
  const store =
    databaseUrl === null
      ? openSqliteStore(dataFolder, clock)
      : openPostgresStore({ url: databaseUrl, warn: () => undefined });
  await store.prepare();
  return store;
}

/** Looks into a store, or changes it, from outside of any server. */
export async function withStore<T>(
  config: StoreConfig,
  use: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStoreAt(config);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** Puts something into every table. Ada (owner) and Bo are members of the team Support. */
export async function fillStore(store: Store): Promise<void> {
  const now = Date.now();
  await storeTeam(store);
  const member = { teamId: 'team', role: 'default', createdAt: 1_000 } as const;
  await storeMember(store, { ...member, memberId: 'ada', email: 'ada@example.com', name: 'Ada' });
  await storeMember(store, { ...member, memberId: 'bo', email: 'bo@example.com', name: ODD_TEXT });
  const token = { memberId: 'ada', deviceName: 'Laptop', createdAt: 2_000 };
  await storeToken(store, { ...token, tokenHash: hashToken(ADAS_TOKEN) });
  await storeSettings(store, { holdSeconds: 77 }, { memberId: 'ada', at: 3_000 });
  await store.changeChoice('ada', () => ({
    choice: 'busy',
    madeAt: 2 ** 52 + 1,
    madeOn: 'laptop-1',
    until: null,
    note: ODD_TEXT,
    fallback: 'online',
  }));
  await store.savePresence({
    entries: [
      {
        memberId: 'ada',
        status: 'online',
        cause: 'signed-in',
        since: now - 9_000,
        deviceName: 'Laptop',
      },
      { memberId: 'ada', status: 'busy', cause: 'chosen', since: now - 5_000, deviceName: null },
    ],
    devices: new Map([
      ['ada', [{ deviceId: 'laptop-1', name: 'Laptop', lastInputAt: now, locked: false }]],
    ]),
  });
  await store.watch('ada', 'bo', true);
  await store.beginTerm();
  await store.change('team', async (tx) => {
    await tx.requests.add({
      caller: 'i',
      key: ODD_TEXT,
      fingerprint: 'f',
      response: { status: 201, body: ODD_TEXT },
      answeredAt: now,
    });
    await tx.members.setPassword('ada', 'scrypt$1$1$1$salt$key');
    await tx.links.add(
      {
        kind: 'invite',
        linkId: 'link',
        teamId: 'team',
        email: 'cy@example.com',
        role: 'agent',
        createdBy: 'ada',
        createdAt: 1_000,
        expiresAt: 2_000,
      },
      'secret',
    );
    await tx.identities.link('ada', { issuer: ODD_TEXT, subject: ODD_TEXT }, 1_000);
    await tx.integrations.add(
      {
        integrationId: 'integration',
        teamId: 'team',
        name: ODD_TEXT,
        scopes: ['contacts'],
        createdBy: 'ada',
        createdAt: 1_000,
        lastUsedAt: null,
      },
      'key',
    );
    await tx.contacts.add(
      arrived({
        contactId: 'contact',
        customer: ODD_TEXT,
        subject: null,
        channel: 'chat',
        externalId: null,
        link: null,
        arrivedAt: 1_000,
      }),
    );
    await tx.identities.link('ada', { issuer: 'https://id.invalid', subject: 'ada' }, 1_000);
    await tx.webhooks.add(
      {
        webhookId: 'webhook',
        teamId: 'team',
        url: 'https://hook.invalid/',
        events: ['coverage.changed'],
        active: true,
        createdBy: 'ada',
        createdAt: 1_000,
        failingSince: null,
      },
      'whsec_secret',
    );
    await tx.outbox.add({ event: 'coverage.changed', at: now, covered: true, since: now });
    await tx.audit.record({
      at: 4_000,
      actor: { kind: 'member', id: 'ada', name: 'Ada' },
      action: 'member.changed',
      subject: { id: 'bo', name: ODD_TEXT },
      before: { name: 'Bo' },
      after: { name: ODD_TEXT },
    });
  });
}

/** Every row of every table that the database says it has, by table; in no order. */
export async function dump({
  databaseUrl,
  dataFolder,
}: StoreConfig): Promise<Readonly<Record<string, readonly string[]>>> {
  return databaseUrl === null ? dumpSqlite(databaseFile(dataFolder)) : dumpPostgres(databaseUrl);
}

function dumpSqlite(file: string): Record<string, readonly string[]> {
  using database = new DatabaseSync(file, { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  return Object.fromEntries(
    tables.map(({ name }) => [
      String(name),
      inNoOrder(database.prepare(`SELECT * FROM "${name}"`).all()),
    ]),
  );
}

async function dumpPostgres(url: string): Promise<Record<string, readonly string[]>> {
  const types = { getTypeParser: () => (value: string) => value };
  const client = new pg.Client({ connectionString: url, types });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'ampel_schema'",
    );
    const dumped: Record<string, readonly string[]> = {};
    for (const { name } of tables.rows) {
      dumped[name] = inNoOrder((await client.query(`SELECT * FROM "${name}"`)).rows);
    }
    return dumped;
  } finally {
    await client.end();
  }
}

/** Rows as text, with their columns by name: PostgreSQL tells numbers as text. */
function inNoOrder(rows: readonly Record<string, unknown>[]): readonly string[] {
  return rows
    .map((row) =>
      JSON.stringify(
        Object.entries(row)
          .map(([name, value]) => [name, value === null ? null : String(value)])
          .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
      ),
    )
    .toSorted();
}
