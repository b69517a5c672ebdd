import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ContactActor } from '../../src/server/assignment/requests.ts';
import { openPostgresStore } from '../../src/server/store/postgres/postgres-store.ts';
import { openSqliteStore } from '../../src/server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/server/store/store.ts';
import { systemClock } from '../../src/server/system-clock.ts';
import { CAPACITY } from '../../src/shared/domain/contact.ts';
import { PostgresServer } from '../support/postgres.ts';
import { temporaryFolder } from '../support/team-server.ts';
import { serveTeam } from './assign-team.ts';
import { percentile } from './figures.ts';

// npm run bench:assign: how many contacts are assigned in a second, and how soon their members
// hear of them over their connections. Writes figures to stderr and JSON to stdout.

const MEMBERS = 200;
const SHOP: ContactActor = { kind: 'integration', integrationId: 'bench', name: 'Bench' };

/** How many contacts are on their way at once where the rate is measured. */
const AT_ONCE = 100;
const CONTACTS = 5_000;

/** Contacts a second, and for how many seconds, where the delay is measured. */
const RATE = 50;
const SECONDS = 20;
/** The first contacts, while everything is compiled, are not counted. */
const WARM_UP = 100;

type Figures = {
  readonly store: string;
  readonly assignedPerSecond: number;
  readonly delayMs: { readonly p50: number; readonly p95: number; readonly p99: number };
};

const { values } = parseArgs({
  options: { store: { type: 'string', default: 'sqlite,postgres' } },
});
const figures: Figures[] = [];
for (const name of values.store.split(',')) {
  const assignedPerSecond = await withStore(name, measureRate);
  const delayMs = await withStore(name, measureDelay);
  figures.push({ store: name, assignedPerSecond, delayMs });
  say(
    `${name}: ${assignedPerSecond} contacts assigned per second; event after ` +
      `${delayMs.p50} ms (median), ${delayMs.p95} ms (p95), ${delayMs.p99} ms (p99)`,
  );
}
const cpu = cpus()[0]?.model ?? 'unknown';
const machine = { cpu, cores: cpus().length, node: process.version };
process.stdout.write(
  `${JSON.stringify({ machine, members: MEMBERS, contacts: CONTACTS, ratePerSecond: RATE, figures }, null, 2)}\n`,
);

/** Contacts that are put in, assigned and durably kept in a second. */
async function measureRate(store: Store): Promise<number> {
  const team = await serveTeam(
    store,
    { members: MEMBERS, capacity: CAPACITY.max },
    () => undefined,
  );
  const put = async (count: number) => {
    let left = count;
    const worker = async () => {
      while (left > 0) {
        left -= 1;
        const { state } = await team.contacts.put({ customer: 'Customer' }, SHOP);
        if (state !== 'assigned') throw new Error(`a contact is ${state}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  };
  await put(WARM_UP);
  const startedAt = performance.now();
  await put(CONTACTS);
  const seconds = (performance.now() - startedAt) / 1000;
  await team.close();
  return Math.round(CONTACTS / seconds);
}

/** From putting a contact in until its member hears of it; each closes it at once. */
async function measureDelay(store: Store): Promise<Figures['delayMs']> {
  const startedAt = new Map<string, number>();
  const delays: number[] = [];
  const closing: Promise<unknown>[] = [];
  const team = await serveTeam(
    store,
    { members: MEMBERS, capacity: CAPACITY.default },
    (socket, { contact, why }) => {
      if (why !== 'assigned') return;
      delays.push(performance.now() - (startedAt.get(contact.customer) ?? Number.NaN));
      const { contactId } = contact;
      closing.push(socket.emitWithAck('contact:accept', { contactId }));
      closing.push(socket.emitWithAck('contact:close', { contactId }));
    },
  );
  const begin = performance.now();
  for (let no = 0; no < RATE * SECONDS + WARM_UP; no += 1) {
    const at = begin + (no * 1000) / RATE;
    await wait(Math.max(0, at - performance.now()));
    const customer = `Customer ${no}`;
    startedAt.set(customer, performance.now());
    closing.push(team.contacts.put({ customer }, SHOP));
  }
  await team.contacts.idle();
  await wait(1_000);
  await Promise.all(closing);
  await team.close();
  const counted = delays.slice(WARM_UP);
  if (counted.length !== RATE * SECONDS) throw new Error(`${counted.length} events were heard`);
  const figure = (share: number) => Math.round(percentile(counted, share) * 10) / 10;
  return { p50: figure(0.5), p95: figure(0.95), p99: figure(0.99) };
}

async function withStore<T>(name: string, measure: (store: Store) => Promise<T>): Promise<T> {
  await using resources = new AsyncDisposableStack();
  const store = await openStore(name, resources);
  resources.defer(() => store.close());
  return await measure(store);
}

async function openStore(name: string, resources: AsyncDisposableStack): Promise<Store> {
  if (name === 'sqlite') {
    const folder = resources.use(await temporaryFolder());
    return openSqliteStore(folder.path, systemClock);
  }
  if (name !== 'postgres') throw new Error(`there is no store ${name}; sqlite and postgres are`);
  const server = resources.use(await PostgresServer.start());
  const store = openPostgresStore({ url: await server.createDatabase(), warn: say });
  await store.prepare();
  return store;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
