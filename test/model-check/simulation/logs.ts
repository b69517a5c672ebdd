import type { FastifyBaseLogger } from 'fastify';
import { MemoryLog } from '../../../src/server/log/memory-log.ts';
import type { LogEntry, PresenceLog } from '../../../src/server/log/presence-log.ts';
import type { Clock } from '../../../src/shared/domain/clock.ts';
import { listener } from '../../support/log-listener.ts';
import { TEAM_ID } from './team.ts';
import { promisesSettled } from './timeline.ts';

/** Hears of each change that the team is told, with the id of the log. */
export type OnLogged = (logId: string, entry: LogEntry) => void;

/** The presence log as one process of a server has it. */
export type ProcessLog = {
  readonly log: PresenceLog;
  /** The same as the gateway has it. */
  readonly gatewayLog: PresenceLog;
  /** The gateway's connection to the log, where it has one that can be lost; what is told meanwhile is then. */
  readonly gatewayLine: { cut(): void; mend(): void } | null;
  /** From now on this process writes it, and the one before it no longer. */
  lead(): Promise<void>;
  /** The process is no more. */
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
  open(clock: Clock, logger: FastifyBaseLogger): ProcessLog;
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

  observe(onLogged: OnLogged): void {
    this.#onLogged = onLogged;
  }

  open(): ProcessLog {
    this.#opened += 1;
    const log = new MemoryLog(`log-${this.#opened}`);
    const onChanges = (entry: LogEntry): void => this.#onLogged(log.id, entry);
    const following = log.follow(TEAM_ID, listener({ onChanges }));
    return {
      log,
      gatewayLog: log,
      gatewayLine: null,
      lead: async () => undefined,
      end: () => void following.then((unfollow) => unfollow()),
    };
  }

  settled(): Promise<void> {
    return promisesSettled();
  }

  close(): void {
    // Nothing is left of it.
  }
}
