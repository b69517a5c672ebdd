import type { AddressInfo } from 'node:net';
import { authenticate } from '../../src/server/accounts/authenticate.ts';
import { createHttpServer, serveSite } from '../../src/server/http/http-server.ts';
import { Once } from '../../src/server/http/once.ts';
import type { Route } from '../../src/server/http/route.ts';
import { Attempts } from '../../src/server/limits/attempts.ts';
import { Metrics } from '../../src/server/metrics.ts';
import { openSqliteStore } from '../../src/server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/server/store/store.ts';
import { ManualClock } from './manual-clock.ts';
import { storeMemberWithToken, storeTeam } from './stored-team.ts';
import { temporaryFolder, testConfig } from './team-server.ts';

type ApiSiteOptions = { readonly routes: readonly Route[]; readonly trustProxy?: boolean };

/** The HTTP side of a server on the real store, with routes that a test made, for Ada and Bo. */
export class ApiSite implements AsyncDisposable {
  readonly clock: ManualClock;
  readonly store: Store;
  readonly url: string;
  readonly #close: () => Promise<void>;

  private constructor(clock: ManualClock, store: Store, url: string, close: () => Promise<void>) {
    this.clock = clock;
    this.store = store;
    this.url = url;
    this.#close = close;
  }

  static async start({ routes, trustProxy = false }: ApiSiteOptions): Promise<ApiSite> {
    const folder = await temporaryFolder();
    const clock = new ManualClock();
    const store = openSqliteStore(folder.path, clock, () => undefined);
    await store.prepare();
    await storeTeam(store);
    for (const [memberId, role] of [['ada', 'owner'] as const, ['bo', 'agent'] as const]) {
      await storeMemberWithToken(store, { memberId, role, token: tokenOf(memberId) });
    }
    const http = createHttpServer(testConfig(folder.path, { trustProxy }), null);
    await serveSite(http, {
      trustProxy,
      routes,
      boardFolder: folder.path,
      services: {
        authenticate: (secret) => authenticate(store, secret, clock.now()),
        attempts: new Attempts(clock),
        once: new Once(clock),
        openTeam: async () => undefined,
        lead: () => null,
        publicUrl: null,
      },
      operation: { metrics: new Metrics(), metricsToken: null, check: () => store.check() },
    });
    await http.listen({ host: '127.0.0.1', port: 0 });
    const { port } = http.server.address() as AddressInfo;
    return new ApiSite(clock, store, `http://127.0.0.1:${port}`, async () => {
      await http.close();
      await store.close();
      await folder[Symbol.asyncDispose]();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

/** What a member's laptop proves itself with. */
export function tokenOf(memberId: string): string {
  return `ampel_${memberId}`;
}
