import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../shared/domain/clock.ts';
import { Devices } from './accounts/devices.ts';
import { Bus } from './cluster/bus.ts';
import { Cluster } from './cluster/cluster.ts';
import { Lease } from './cluster/lease.ts';
import { ProcessLeases } from './cluster/process-leases.ts';
import type { ServerConfig } from './config.ts';
import { Alone } from './lead/alone.ts';
import { Engines } from './lead/engines.ts';
import type { Leadership } from './lead/leadership.ts';
import { LocalLead } from './lead/local-lead.ts';
import { MemoryLog } from './log/memory-log.ts';
import type { PresenceLog } from './log/presence-log.ts';
import { RedisLog } from './log/redis-log.ts';
import { RedisConnection } from './redis/redis-connection.ts';
import type { Store } from './store/store.ts';

/**
 * How long after another server has begun to lead connections may still be lost without anybody
 * knowing, in milliseconds: clients of a server that stands still notice that within 15 s of it,
 * the other servers may lead after less than 4 s.
 */
export const UNNOTICED_MS = 5_000;

type LeadershipDependencies = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: () => string;
  readonly logger: FastifyBaseLogger;
};

/**
 * How this server decides: by itself, or with others through Redis. `onCutOff` is called where its
 * clients are better off with another of them.
 */
export function openLeadership(
  config: Pick<ServerConfig, 'redisUrl' | 'allowPrivateWebhooks'>,
  dependencies: LeadershipDependencies,
  onCutOff: () => void,
): Leadership {
  const { store, clock, ids, logger } = dependencies;
  const { redisUrl, allowPrivateWebhooks } = config;
  const enginesOn = (log: PresenceLog, of: Store, unnoticedMs = 0): Engines =>
    new Engines({ ...dependencies, store: of, log, allowPrivateWebhooks, unnoticedMs });
  const leadOf = (engines: Engines): LocalLead => {
    const accounts = { store, clock, ids, teams: engines.presence };
    return new LocalLead({ engines, devices: new Devices(accounts), logger });
  };
  if (redisUrl === null) {
    const log = new MemoryLog(ids());
    const engines = enginesOn(log, store);
    return new Alone({ engines, lead: leadOf(engines), log });
  }
  const processId = ids();
  const connection = new RedisConnection({ url: redisUrl, logger });
  const shared = { connection, clock, logger, processId };
  const lease: Lease = new Lease({
    ...shared,
    onTaken: () => cluster.taken(),
    onLost: (reason) => cluster.lost(reason),
  });
  const log = new RedisLog({
    connection,
    logger,
    lease,
    onLost: (reason) => {
      lease.giveUp(reason).catch((error: unknown) => {
        logger.error({ err: error }, 'the lease could not be given up');
      });
    },
  });
  const cluster: Cluster = new Cluster({
    ...shared,
    log,
    lease,
    bus: new Bus(shared),
    processes: new ProcessLeases({ ...shared, onLapsed: () => cluster.lapsed() }),
    store,
    makeEngines: (fenced) => enginesOn(log, fenced, UNNOTICED_MS),
    makeLead: leadOf,
    onCutOff,
  });
  return cluster;
}
