import { randomUUID } from 'node:crypto';
import type { Clock } from '../shared/domain/clock.ts';
import type { AccountDependencies, LiveTeams } from './accounts/accounts.ts';
import { authenticate } from './accounts/authenticate.ts';
import { Invites } from './accounts/invites.ts';
import { Provider } from './accounts/oidc/provider.ts';
import { SingleSignOn } from './accounts/oidc/single-sign-on.ts';
import { SignIn } from './accounts/sign-in.ts';
import { TeamAdmin } from './admin/team-admin.ts';
import type { OidcConfig, ServerConfig, StoreConfig } from './config.ts';
import { openLockedStore, openStore } from './databases.ts';
import { Demo } from './demo/demo.ts';
import { describeConfig } from './describe-config.ts';
import { Gateway } from './gateway/gateway.ts';
import { createSocketWire } from './gateway/socket-wire.ts';
import { apiRoutes } from './http/api-routes.ts';
import { createHttpServer, serveSite } from './http/http-server.ts';
import { listenOn, trackConnections } from './http/listen.ts';
import { Once } from './http/once.ts';
import { performer } from './http/perform.ts';
import { serveSso } from './http/sso-routes.ts';
import type { Leadership } from './lead/leadership.ts';
import { ArrivalQueue } from './limits/arrival-queue.ts';
import { Attempts } from './limits/attempts.ts';
import { MemoryCeiling } from './limits/memory-ceiling.ts';
import { Metrics } from './metrics.ts';
import { openLeadership } from './open-leadership.ts';
import { systemClock } from './system-clock.ts';
import { TlsFiles } from './tls-files.ts';
import { waitingIn } from './waiting.ts';

/** How long connections may take to end by themselves when the server stops, in milliseconds. */
const CLOSE_GRACE_MS = 1_000;

/** A server hears from the store what another process changes. */
const SERVED_ELSEWHERE: LiveTeams = {
  reload: async () => undefined,
  endRevoked: async () => 0,
};

type AppDependencies = {
  readonly clock?: Clock;
  /** Makes ids of members, teams and logs: letters, digits, `-` and `_`, never the same twice. */
  readonly ids?: () => string;
};

export type App = {
  readonly admin: TeamAdmin;
  /**
   * Starts to serve.
   * @throws OperatorError where the address cannot be had; the app is still to be closed then.
   */
  listen(): Promise<{ readonly url: string; readonly port: number }>;
  /** Takes over a renewed certificate, where the server speaks TLS itself. */
  reloadTls(): void;
  close(): Promise<void>;
};

/**
 * The whole server, not listening yet.
 * @throws OperatorError where the data folder or the database in it cannot be used.
 */
export function createApp(
  config: ServerConfig,
  { clock = systemClock, ids = randomUUID }: AppDependencies = {},
): App {
  const tls = config.tls === null ? null : new TlsFiles(config.tls);
  const http = createHttpServer(config, tls);
  const logger = http.log;
  const store = openLockedStore(config, clock, (text) => logger.warn(text));
  const metrics = new Metrics();
  const wire = createSocketWire(http.server, {
    trustProxy: config.trustProxy,
    isTls: tls !== null,
    publicUrl: config.publicUrl,
    // How fast this process is has nothing to do with the time that its teams live in.
    arrivals: new ArrivalQueue(systemClock),
    memory: new MemoryCeiling({ maxMb: config.maxMemoryMb, clock, logger }),
    metrics,
  });
  const leadership: Leadership = openLeadership(config, { store, clock, ids, logger }, () =>
    gateway.drop(),
  );
  const { lead, log } = leadership;
  const accounts: AccountDependencies = { store, clock, ids, teams: leadership };
  const gateway = new Gateway({ wire, lead, store, log, clock, ids, logger, metrics });
  const admin = new TeamAdmin(accounts);
  const demo = config.demo === null ? null : new Demo({ admin, clock, logger, ...config.demo });
  /** Where this server is reached as far as it knows; known once it listens. */
  let ownUrl = '';
  const openConnections = trackConnections(http);

  return {
    admin,
    async listen() {
      logger.info({ config: describeConfig(config) }, 'configuration');
      await store.prepare();
      await demo?.prepare();
      const routes = apiRoutes({
        ...accounts,
        presence: { team: (teamId) => leadership.engines().presence.team(teamId) },
        assignment: { team: (teamId) => leadership.engines().assignment.team(teamId) },
        saved: (teamId) => leadership.saved(teamId),
        sso: config.oidc === null ? null : { name: config.oidc.name },
        allowPrivateWebhooks: config.allowPrivateWebhooks,
        linkTo: (path) => `${config.publicUrl ?? ownUrl}${path}`,
      });
      const means = {
        once: new Once(clock),
        openTeam: (teamId: string) => leadership.engines().presence.open(teamId),
      };
      await leadership.start(performer(routes, means));
      metrics.follow(
        () => ({
          sessions: gateway.size,
          members: leadership.isLeading ? leadership.engines().presence.count() : null,
        }),
        () => waitingIn(store, clock),
      );
      await serveSite(http, {
        trustProxy: config.trustProxy,
        boardFolder: config.boardFolder,
        routes,
        services: {
          ...means,
          authenticate: (secret) => authenticate(store, secret, clock.now()),
          attempts: new Attempts(clock),
          lead: () => leadership.elsewhere(),
          publicUrl: config.publicUrl,
        },
        operation: {
          metrics,
          metricsToken: config.metricsToken,
          check: async () => {
            await Promise.all([store.check(), leadership.check()]);
          },
        },
      });
      if (config.oidc !== null) {
        const { publicUrl } = config;
        serveSso(http, { publicUrl, sso: singleSignOn(config.oidc, accounts) });
      }
      const bound = await listenOn(http, config);
      ownUrl = bound.url;
      await demo?.start(ownUrl);
      return bound;
    },
    reloadTls() {
      try {
        tls?.reload();
        logger.info('certificate read again');
      } catch (error) {
        logger.error({ err: error }, 'the certificate before stays in use');
      }
    },
    async close() {
      demo?.stop();
      // Nobody new comes in while those who are here are told to come back.
      const closed = http.close();
      gateway.close();
      // A peer that has vanished never answers the goodbye of its WebSocket.
      const cut = setTimeout(() => {
        for (const connection of openConnections) connection.destroy();
      }, CLOSE_GRACE_MS);
      await closed;
      clearTimeout(cut);
      await leadership.close();
      await store.close();
    },
  };
}

/**
 * The administration of a team on its own, whether or not its server is running.
 * @throws OperatorError where the data folder or the database cannot be used.
 */
export async function openAdmin(config: StoreConfig): Promise<{
  readonly admin: TeamAdmin;
  close(): Promise<void>;
}> {
  const store = openStore(config, { clock: systemClock, warn: warnOnStderr, use: 'beside' });
  await store.prepare();
  return {
    admin: new TeamAdmin({ store, clock: systemClock, ids: randomUUID, teams: SERVED_ELSEWHERE }),
    close: () => store.close(),
  };
}

function warnOnStderr(text: string): void {
  process.stderr.write(`${text}\n`);
}

function singleSignOn(config: OidcConfig, accounts: AccountDependencies): SingleSignOn {
  return new SingleSignOn({
    ...accounts,
    provider: new Provider(config),
    signIn: new SignIn(accounts),
    invites: new Invites(accounts),
  });
}
