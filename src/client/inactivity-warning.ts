import type { ActivityAnswer } from '../shared/protocol/events.ts';
import type { Attendance } from './activity-monitor.ts';

export type InactivityWarningOptions = {
  /** Says that inactivity will turn the member Offline in `leftMs` milliseconds. */
  readonly warn: (leftMs: number) => void;
  /** Takes the warning back: somebody is there, or it has come to pass. */
  readonly withdraw: () => void;
};

/**
 * Warns once before inactivity turns the member Offline (PR13). Only the device that keeps the
 * member present warns: whoever works at another one is not going away.
 */
export class InactivityWarning {
  readonly #options: InactivityWarningOptions;
  #isWarning = false;

  constructor(options: InactivityWarningOptions) {
    this.#options = options;
  }

  /**
   * What the server answered to a report; null where it did not. `leftMs` is what was left of the
   * timeout then, in milliseconds.
   */
  consider(attendance: Attendance, leftMs: number, answer: ActivityAnswer | null): void {
    if (attendance !== 'fading') {
      this.withdraw();
      return;
    }
    if (this.#isWarning || answer === null || answer.offlineAt === null) return;
    if (answer.memberOfflineAt === null || answer.memberOfflineAt > answer.offlineAt) return;
    this.#isWarning = true;
    this.#options.warn(leftMs);
  }

  /** For when there is nothing to be warned of any more. */
  withdraw(): void {
    if (!this.#isWarning) return;
    this.#isWarning = false;
    this.#options.withdraw();
  }
}
