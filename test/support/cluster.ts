import { expect, vi } from 'vitest';
import { Balancer } from '../../scripts/balancer.ts';
import { PostgresServer } from '../../scripts/postgres-server.ts';
import type { Store } from '../../src/server/store/store.ts';
import { WEBHOOK_EVENTS } from '../../src/shared/api/webhooks.ts';
import { Serving } from './command-line.ts';
import { addShop } from './contact-deployment.ts';
import { ContactShop } from './contact-shop.ts';
import { type Account, CrowdMember } from './crowd-member.ts';
import { type Deployment, deploy } from './deployment.ts';
import { withStore } from './full-store.ts';
import { Receiver } from './receiver.ts';
import { RedisServer } from './redis.ts';

/** How long whoever hears of webhooks takes for each, in milliseconds. */
const RECEIVER_MS = 50;

type Size = {
  readonly processes: number;
  /** Who is at work, each with the app. */
  readonly crowd: number;
  /** Who is in the team besides, and does only what a test does for them. */
  readonly others: number;
};

/**
 * Several servers of one team with PostgreSQL, Redis and a balancer, all of them real processes, and
 * a crowd that comes to them through the balancer, works, and remembers what it was shown.
 */
export class Cluster implements AsyncDisposable {
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  readonly deployment: Deployment;
  readonly servers: Serving[] = [];
  readonly crowd: CrowdMember[] = [];
  readonly others: Account[] = [];
  readonly shop: ContactShop;
  readonly shopKey: string;
  /** Hears of everything in the team that webhooks tell of. */
  readonly receiver: Receiver;
  readonly #balancer: Balancer;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #disposal: AsyncDisposableStack;

  private constructor(given: {
    readonly postgres: PostgresServer;
    readonly redis: RedisServer;
    readonly deployment: Deployment;
    readonly balancer: Balancer;
    readonly shopKey: string;
    readonly receiver: Receiver;
    readonly disposal: AsyncDisposableStack;
  }) {
    this.postgres = given.postgres;
    this.redis = given.redis;
    this.deployment = given.deployment;
    this.#balancer = given.balancer;
    this.shopKey = given.shopKey;
    this.receiver = given.receiver;
    this.shop = new ContactShop(given.balancer.url, given.shopKey);
    this.#disposal = given.disposal;
    const { databaseUrl, dataFolder } = given.deployment.store;
    this.#environment = {
      AMPEL_DATA: dataFolder,
      DATABASE_URL: databaseUrl ?? '',
      AMPEL_ALLOW_PRIVATE_WEBHOOKS: 'true',
      AMPEL_LOG_LEVEL: 'info',
    };
  }

  /** Resolves when everybody of the crowd sees everybody else at work. */
  static async start({ processes, crowd, others }: Size): Promise<Cluster> {
    await using disposal = new AsyncDisposableStack();
    const [postgres, redis, balancer, receiver] = await Promise.all([
      PostgresServer.start().then((started) => disposal.use(started)),
      RedisServer.start().then((started) => disposal.use(started)),
      Balancer.listen(0).then((started) => disposal.use(started)),
      Receiver.start().then((started) => disposal.use(started)),
    ]);
    const deployment = disposal.use(await deploy(await postgres.createDatabase()));
    const accounts = await createTeam(deployment, crowd + others);
    const shopKey = await withStore(deployment.store, addShop);
    // Slow enough that something is on its way whenever a server ends.
    receiver.usually = (response) => {
      setTimeout(() => response.writeHead(204).end(), RECEIVER_MS);
    };
    await withStore(deployment.store, (store) => addWebhook(store, receiver.url));
    const parts = { postgres, redis, deployment, balancer, shopKey, receiver };
    const cluster = new Cluster({ ...parts, disposal: disposal.move() });
    await Promise.all(Array.from({ length: processes }, (_, at) => cluster.startServer(at)));
    cluster.others.push(...accounts);
    for (let index = 0; index < crowd; index += 1) cluster.join();
    try {
      await vi.waitFor(() => cluster.expectAllHere(cluster.crowd), { timeout: 20_000 });
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
    return cluster;
  }

  /** The next of the others comes to work, with the app. */
  join(): CrowdMember {
    const account = this.others.shift();
    if (account === undefined) throw new Error('nobody else is in the team');
    const member = new CrowdMember({ ...account, url: this.url });
    this.crowd.push(member);
    return member;
  }

  /** Through which nobody knows which server they get. */
  get url(): string {
    return this.#balancer.url;
  }

  /** The server that leads, as its own log has it. */
  leader(): Serving {
    const [leader] = this.servers
      .filter((server) => server.isRunning)
      .toSorted((one, other) => lastTerm(other) - lastTerm(one));
    if (leader === undefined) throw new Error('no server runs');
    return leader;
  }

  /** The same as soon as one does. */
  leads(): Promise<Serving> {
    return vi.waitFor(
      () => {
        const leader = this.leader();
        expect(lastTerm(leader)).toBeGreaterThan(0);
        return leader;
      },
      { timeout: 10_000 },
    );
  }

  /** One that does not lead. */
  carrier(): Serving {
    const leader = this.leader();
    const carrier = this.servers.find((server) => server !== leader && server.isRunning);
    if (carrier === undefined) throw new Error('no other server runs');
    return carrier;
  }

  /** Starts a server, in place of the one before at that place, on its port; it may have a way of its own to Redis. */
  async startServer(at: number, redisUrl = this.redis.url): Promise<Serving> {
    const before = this.servers[at];
    const port = before === undefined ? '0' : new URL(before.url).port;
    const environment = { ...this.#environment, REDIS_URL: redisUrl };
    const server = await Serving.startWith(environment, '--port', port);
    this.#disposal.use(server);
    this.servers[at] = server;
    this.#balancer.add(server.url);
    return server;
  }

  /** Starts it anew. */
  restart(server: Serving): Promise<Serving> {
    return this.startServer(this.servers.indexOf(server));
  }

  /** How many connections go through the balancer to a server. */
  load(server: Serving): number {
    return this.#balancer.load.get(server.url) ?? 0;
  }

  /** Everybody works and the shop puts contacts in, from now on. */
  work(): void {
    for (const member of this.crowd) member.work();
    this.shop.open();
  }

  /** Resolves when nobody does anything any more, and everything that was begun is done. */
  async rest(): Promise<void> {
    for (const member of this.crowd) member.rest();
    await this.shop.close();
  }

  look<T>(at: (store: Store, teamId: string) => Promise<T>): Promise<T> {
    return withStore(this.deployment.store, async (store) =>
      at(store, (await store.teams())[0]?.teamId ?? ''),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const member of this.crowd) member.rest();
    await Promise.all(this.crowd.map((member) => member.client.leave('quit')));
    await this.#disposal.disposeAsync();
  }

  /** @throws where somebody of the crowd does not show one of these as there */
  expectAllHere(members: readonly CrowdMember[]): void {
    for (const { team, client, name } of this.crowd) {
      for (const { memberId } of members) {
        const status = team?.replica.statuses.get(memberId)?.status ?? 'nobody';
        if (status !== 'offline' && status !== 'nobody') continue;
        throw new Error(`${name} shows ${status}: ${JSON.stringify(client.lastProblem)}`);
      }
    }
  }

  /** Ends with the cluster, and before it. */
  onDispose(end: () => void): void {
    this.#disposal.defer(end);
  }
}

/** The last term in which a server led, 0 where there was none. */
function lastTerm(server: Serving): number {
  const line = server.logged.findLast((logged) => logged.includes('"msg":"this server leads"'));
  return line === undefined ? 0 : (JSON.parse(line) as { term: number }).term;
}

async function addWebhook(store: Store, url: string): Promise<void> {
  const teamId = (await store.teams())[0]?.teamId ?? '';
  const webhook = { webhookId: 'all', teamId, url, events: WEBHOOK_EVENTS, active: true };
  const fields = { createdBy: null, createdAt: 0, failingSince: null };
  await store.change(teamId, (tx) => tx.webhooks.add({ ...webhook, ...fields }, 'whsec_test'));
}

async function createTeam(deployment: Deployment, size: number): Promise<Account[]> {
  return deployment.administer(async (admin) => {
    await admin.addTeam('Support');
    const accounts: Account[] = [];
    for (let index = 0; index < size; index += 1) {
      const name = `Member ${index}`;
      const email = `member${index}@example.com`;
      const role = index === 0 ? 'owner' : 'agent';
      const { memberId } = await admin.addMember({ email, name, role });
      accounts.push({ memberId, name, token: await admin.issueToken(email, 'Laptop') });
    }
    return accounts;
  });
}
