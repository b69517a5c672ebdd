import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PostgresServer } from '../../scripts/postgres-server.ts';
import { createApp } from '../../src/server/app.ts';
import { openPostgresStore } from '../../src/server/store/postgres/postgres-store.ts';
import { openSqliteStore } from '../../src/server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/server/store/store.ts';
import { systemClock } from '../../src/server/system-clock.ts';
import { CAPACITY } from '../../src/shared/domain/contact.ts';
import { ContactServer, numberedIds, SHOP, storeContactTeam } from '../support/contact-team.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryFolder, testConfig } from '../support/team-server.ts';
import { connectMember, SHOP_KEY, storeBenchTeam } from './assign-team.ts';
import { percentile } from './figures.ts';

// npm run bench:assign: how many contacts are assigned in a second, and how soon their members
// hear of them over their connections. Writes figures to stderr and JSON to stdout.

const MEMBERS = 200;

/** How many contacts are on their way at once where the rate is measured. */
const AT_ONCE = 100;
const CONTACTS = 5_000;

/** Contacts a second, and for how many seconds, where the delay is measured. */
const RATE = 50;
const SECONDS = 20;
/** The first contacts, while everything is compiled, are not counted. */
const WARM_UP = 100;

/** Longest that the last contacts may take to arrive, in milliseconds. */
const PATIENCE_MS = 10_000;

type Figures = {
  readonly store: string;
  readonly assignedPerSecond: number;
  /** Of this process, database on SQLite included; does not depend on what else the machine does. */
  readonly cpuMsPerContact: number;
  readonly delayMs: { readonly p50: number; readonly p95: number; readonly p99: number };
};

/** Where a server has its data. */
type Place = { readonly dataFolder: string; readonly databaseUrl: string | null };

const { values } = parseArgs({
  options: { store: { type: 'string', default: 'sqlite,postgres' } },
});
const figures: Figures[] = [];
for (const name of values.store.split(',')) {
  const rate = await inNewPlace(name, measureRate);
  const delayMs = await inNewPlace(name, measureDelay);
  figures.push({ store: name, ...rate, delayMs });
  say(
    `${name}: ${rate.assignedPerSecond} contacts assigned per second, ` +
      `${rate.cpuMsPerContact} ms of CPU each; from POST to event ` +
      `${delayMs.p50} ms (median), ${delayMs.p95} ms (p95), ${delayMs.p99} ms (p99)`,
  );
}
const cpu = cpus()[0]?.model ?? 'unknown';
const machine = { cpu, cores: cpus().length, node: process.version };
process.stdout.write(
  `${JSON.stringify({ machine, members: MEMBERS, contacts: CONTACTS, ratePerSecond: RATE, figures }, null, 2)}\n`,
);

/** Contacts that are put in, assigned and durably kept in a second, without a network. */
async function measureRate(
  place: Place,
): Promise<Pick<Figures, 'assignedPerSecond' | 'cpuMsPerContact'>> {
  const store = await openStore(place);
  const members = Array.from({ length: MEMBERS }, (_, no) => `member-${no}`);
  await storeContactTeam(store, Object.fromEntries(members.map((id) => [id, 'agent'])));
  await store.change('team', async (tx) => {
    for (const memberId of members) await tx.members.change(memberId, { capacity: CAPACITY.max });
  });
  const server = new ContactServer(store, new ManualClock(), numberedIds());
  await server.start();
  for (const memberId of members) await server.connect(memberId);
  const put = async (count: number) => {
    let left = count;
    const worker = async () => {
      while (left > 0) {
        left -= 1;
        const { state } = await server.team.put({ customer: 'Customer' }, SHOP);
        if (state !== 'assigned') throw new Error(`a contact is ${state}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  };
  await put(WARM_UP);
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  await put(CONTACTS);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  await server.close();
  await store.close();
  return {
    assignedPerSecond: Math.round(CONTACTS / seconds),
    cpuMsPerContact: Math.round((user + system) / CONTACTS) / 1000,
  };
}

/** From the POST until its member hears of it on a real server; each accepts and closes it at once. */
async function measureDelay(place: Place): Promise<Figures['delayMs']> {
  const store = await openStore(place);
  const members = await storeBenchTeam(store, MEMBERS);
  await store.close();
  const app = createApp(testConfig(place.dataFolder, { databaseUrl: place.databaseUrl }));
  const { url } = await app.listen();
  const startedAt = new Map<string, number>();
  const delays: number[] = [];
  const sockets = [];
  for (const member of members) {
    sockets.push(
      await connectMember(url, member, (socket, { contact, why }) => {
        if (why !== 'assigned') return;
        delays.push(performance.now() - (startedAt.get(contact.customer) ?? Number.NaN));
        const { contactId } = contact;
        socket.emit('contact:accept', { contactId }, () => undefined);
        socket.emit('contact:close', { contactId }, () => undefined);
      }),
    );
  }
  const total = RATE * SECONDS + WARM_UP;
  const posts: Promise<void>[] = [];
  const begin = performance.now();
  for (let no = 0; no < total; no += 1) {
    await wait(Math.max(0, begin + (no * 1000) / RATE - performance.now()));
    const customer = `Customer ${no}`;
    startedAt.set(customer, performance.now());
    posts.push(post(url, customer));
  }
  await Promise.all(posts);
  const deadline = performance.now() + PATIENCE_MS;
  while (delays.length < total && performance.now() < deadline) await wait(50);
  if (delays.length !== total) throw new Error(`of ${total} contacts ${delays.length} arrived`);
  for (const socket of sockets) socket.disconnect();
  await app.close();
  const figure = (share: number) => Math.round(percentile(delays.slice(WARM_UP), share) * 10) / 10;
  return { p50: figure(0.5), p95: figure(0.95), p99: figure(0.99) };
}

async function post(url: string, customer: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/contacts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SHOP_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ customer }),
  });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`POST answered ${response.status}: ${answer}`);
}

async function inNewPlace<T>(name: string, measure: (place: Place) => Promise<T>): Promise<T> {
  await using folder = await temporaryFolder();
  if (name === 'sqlite') return await measure({ dataFolder: folder.path, databaseUrl: null });
  if (name !== 'postgres') throw new Error(`there is no store ${name}; sqlite and postgres are`);
  await using server = await PostgresServer.start();
  return await measure({ dataFolder: folder.path, databaseUrl: await server.createDatabase() });
}

async function openStore({ dataFolder, databaseUrl }: Place): Promise<Store> {
  const store =
    databaseUrl === null
      ? openSqliteStore(dataFolder, systemClock)
      : openPostgresStore({ url: databaseUrl, warn: say });
  await store.prepare();
  return store;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
