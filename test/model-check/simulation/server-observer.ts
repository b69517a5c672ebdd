import type { FastifyBaseLogger } from 'fastify';
import type { LogEntry } from '../../../src/server/log/presence-log.ts';
import type { ChoiceRecord } from '../../../src/shared/domain/choice.ts';
import type { Clock } from '../../../src/shared/domain/clock.ts';
import type { TeamSettings } from '../../../src/shared/domain/settings.ts';
import type { WireObserver } from './server-wire.ts';

/** What is in the store when a process has taken it up. */
export type Stored = {
  readonly choices: ReadonlyMap<string, ChoiceRecord>;
  readonly settings: TeamSettings;
  /** Since when (epoch) each member had their status, going by what the process before had saved. */
  readonly savedSince: ReadonlyMap<string, number>;
};

export type ServerObserver = WireObserver & {
  /** A process has begun to lead and will take up the team. */
  onStarting(clock: Clock): void;
  /** Its gateway hears nothing of what the team is told, or does again. */
  onGatewayCut(): void;
  onGatewayMended(): void;
  /** Whoever leads ends now, and another takes up the team: {@link onStarting}. Connections stay. */
  onHandingOver(isOrderly: boolean): void;
  /** It serves now. */
  onServing(stored: Stored): void;
  /** The server is no more; `isOrderly` where it could say so to the store. */
  onEnded(isOrderly: boolean): void;
  onLogged(logId: string, entry: LogEntry): void;
  /** Something was written to the log of errors. */
  onError(message: string, details: unknown): void;
};

/** A logger of the server's kind that tells of errors, while the process that has them is alive. */
export function errorLogger(
  observer: Pick<ServerObserver, 'onError'>,
  isAlive: () => boolean,
): FastifyBaseLogger {
  const ignore = (): void => undefined;
  const logger = {
    level: 'error',
    fatal: ignore,
    warn: ignore,
    info: ignore,
    debug: ignore,
    trace: ignore,
    silent: ignore,
    error: (details: unknown, message: string) => {
      // What a dead process would have said nobody hears.
      if (isAlive()) observer.onError(message, details);
    },
    child: () => logger,
  };
  return logger as unknown as FastifyBaseLogger;
}
