import type { FastifyBaseLogger } from 'fastify';
import { MemoryLog } from '../../../src/server/log/memory-log.ts';
import type { LogEntry, PresenceLog } from '../../../src/server/log/presence-log.ts';
import type { Clock } from '../../../src/shared/domain/clock.ts';
import { listener } from '../../support/log-listener.ts';
import { TEAM_ID } from './team.ts';
import { promisesSettled } from './timeline.ts';

/** Hears of each change that the team is told, with the id of the log. */
export type OnLogged = (logId: string, entry: LogEntry) => void;

/** The presence log as a process has it that leads. */
export type LeaderLog = {
  readonly log: PresenceLog;
  /** From now on this process writes it, and the one before it no longer. */
  lead(): Promise<void>;
  /** The process is no more. */
  end(): void;
};

/** The same as a gateway has it. */
export type GatewayLog = {
  readonly log: PresenceLog;
  /** The connection to it, where there is one that can be lost; what is told meanwhile is then. */
  readonly line: { cut(): void; mend(): void } | null;
  end(): void;
};

/** What becomes of a log when the process that writes it ends. */
export type LogTraits = {
  /** Whether the next process goes on with it: what the team was told last counts then, saved or not. */
  readonly livesOn: boolean;
  /** For how long after a process has begun connections may be lost without its knowing, in milliseconds. */
  readonly unnoticedMs: number;
  /** Whether all that is told in a run is kept for those who come back. */
  readonly keepsAll: boolean;
};

/** Where the server of one world has its presence log, process after process. */
export interface Logs extends LogTraits {
  /** Calls the listener for all that is told from now on, by any process. To be called first. */
  observe(onLogged: OnLogged): void;
  openLeader(logger: FastifyBaseLogger): LeaderLog;
  /** To be called after the first has been opened that leads. */
  openGateway(clock: Clock, logger: FastifyBaseLogger): GatewayLog;
  /** Resolves when nothing happens any more before time goes on. */
  settled(): Promise<void>;
  /** The world is over. */
  close(): void;
}

/** A log in the memory of its process, and with it gone. */
export class MemoryLogs implements Logs {
  readonly livesOn = false;
  readonly unnoticedMs = 0;
  readonly keepsAll = true;
  #onLogged: OnLogged = () => undefined;
  #opened = 0;
  #current = new MemoryLog('');

  observe(onLogged: OnLogged): void {
    this.#onLogged = onLogged;
  }

  openLeader(): LeaderLog {
    this.#opened += 1;
    const log = new MemoryLog(`log-${this.#opened}`);
    this.#current = log;
    const onChanges = (entry: LogEntry): void => this.#onLogged(log.id, entry);
    const following = log.follow(TEAM_ID, listener({ onChanges }));
    return {
      log,
      lead: async () => undefined,
      end: () => void following.then((unfollow) => unfollow()),
    };
  }

  openGateway(): GatewayLog {
    return { log: this.#current, line: null, end: () => undefined };
  }

  settled(): Promise<void> {
    return promisesSettled();
  }

  close(): void {
    // Nothing is left of it.
  }
}
