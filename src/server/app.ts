import { randomUUID } from 'node:crypto';
import type { Clock } from '../shared/domain/clock.ts';
import type { AccountDependencies, LiveTeams } from './accounts/accounts.ts';
import { authenticate } from './accounts/authenticate.ts';
import { Devices } from './accounts/devices.ts';
import { Invites } from './accounts/invites.ts';
import { Provider } from './accounts/oidc/provider.ts';
import { SingleSignOn } from './accounts/oidc/single-sign-on.ts';
import { SignIn } from './accounts/sign-in.ts';
import { TeamAdmin } from './admin/team-admin.ts';
import { Assignment } from './assignment/assignment.ts';
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
import { serveSso } from './http/sso-routes.ts';
import { ArrivalQueue } from './limits/arrival-queue.ts';
import { Attempts } from './limits/attempts.ts';
import { MemoryCeiling } from './limits/memory-ceiling.ts';
import { MemoryLog } from './log/memory-log.ts';
import { Metrics } from './metrics.ts';
import { Presence } from './presence/presence.ts';
import { startRetention } from './retention/retention.ts';
import { systemClock } from './system-clock.ts';
import { TlsFiles } from './tls-files.ts';
import { waitingIn } from './waiting.ts';
import { Coverage } from './webhooks/coverage.ts';
import { Dispatcher } from './webhooks/dispatcher.ts';

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
  const log = new MemoryLog(ids());
  const metrics = new Metrics();
  const wire = createSocketWire(http.server, {
    trustProxy: config.trustProxy,
    isTls: tls !== null,
    publicUrl: config.publicUrl,
    arrivals: new ArrivalQueue(clock),
    memory: new MemoryCeiling({ maxMb: config.maxMemoryMb, logger }),
    metrics,
  });
  const presence = new Presence({
    store,
    log,
    clock,
    logger,
    onTeam: (teamId) => {
      gateway.feed(teamId);
      assignment.open(teamId);
      coverage.follow(teamId);
    },
    onSettings: (teamId, settings) => {
      wire.tellTeam(teamId, 'settings', settings);
      assignment.teamChanged(teamId);
    },
    onReload: (teamId) => assignment.teamChanged(teamId),
  });
  const assignment: Assignment = new Assignment({
    store,
    presence,
    log,
    clock,
    ids,
    logger,
    audience: {
      tellContact: (memberIds, event) => gateway.tellContact(memberIds, event),
      tellQueue: (teamId, queue) => gateway.tellQueue(teamId, queue),
    },
  });
  const accounts: AccountDependencies = { store, clock, ids, teams: presence };
  const gateway = new Gateway({
    wire,
    presence,
    assignment,
    devices: new Devices(accounts),
    store,
    log,
    clock,
    logger,
    metrics,
  });
  const coverage = new Coverage({ store, presence, log, clock, logger });
  const dispatcher = new Dispatcher({
    store,
    clock,
    logger,
    random: Math.random,
    allowPrivate: config.allowPrivateWebhooks,
  });
  const admin = new TeamAdmin(accounts);
  const demo = config.demo === null ? null : new Demo({ admin, clock, logger, ...config.demo });
  const endings: (() => void)[] = [];
  /** Where this server is reached as far as it knows; known once it listens. */
  let ownUrl = '';
  const openConnections = trackConnections(http);

  return {
    admin,
    async listen() {
      logger.info({ config: describeConfig(config) }, 'configuration');
      await store.prepare();
      await demo?.prepare();
      await presence.start();
      endings.push(
        startRetention({ store, clock, logger, tokensInUse: () => presence.tokensInUse() }),
      );
      // Whoever had claimed some is gone: this server has the store for itself.
      await store.deliveries.releaseAll(clock.now());
      dispatcher.start();
      metrics.follow(
        () => presence.count(),
        () => waitingIn(store, clock),
      );
      await serveSite(http, {
        trustProxy: config.trustProxy,
        boardFolder: config.boardFolder,
        routes: apiRoutes({
          store,
          clock,
          ids,
          presence,
          assignment,
          teams: presence,
          sso: config.oidc === null ? null : { name: config.oidc.name },
          allowPrivateWebhooks: config.allowPrivateWebhooks,
          linkTo: (path) => `${config.publicUrl ?? ownUrl}${path}`,
        }),
        services: {
          authenticate: (secret) => authenticate(store, secret, clock.now()),
          attempts: new Attempts(clock),
          once: new Once(clock),
          publicUrl: config.publicUrl,
        },
        operation: { metrics, metricsToken: config.metricsToken, check: () => store.check() },
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
      for (const end of endings) end();
      // Nobody new comes in while those who are here are told to come back.
      const closed = http.close();
      gateway.close();
      // A peer that has vanished never answers the goodbye of its WebSocket.
      const cut = setTimeout(() => {
        for (const connection of openConnections) connection.destroy();
      }, CLOSE_GRACE_MS);
      await closed;
      clearTimeout(cut);
      await assignment.close();
      await coverage.close();
      await presence.close();
      await dispatcher.close();
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
  const store = openStore(config, { clock: systemClock, warn: warnOnStderr, serves: false });
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
