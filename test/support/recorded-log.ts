import { vi } from 'vitest';
import type {
  Change,
  LogEntry,
  LogListener,
  Message,
  Told,
} from '../../src/server/log/presence-log.ts';

export type Heard =
  | { readonly told: Told }
  | { readonly entry: LogEntry }
  | { readonly message: Message };

/** Remembers all that a log says to it. */
export class RecordedLog implements LogListener {
  readonly heard: Heard[] = [];

  onTold(told: Told): void {
    this.heard.push({ told });
  }

  onChanges(entry: LogEntry): void {
    this.heard.push({ entry });
  }

  onMessage(message: Message): void {
    this.heard.push({ message });
  }

  get changes(): readonly Change[] {
    return this.heard.flatMap((heard) => ('entry' in heard ? heard.entry.changes : []));
  }

  get messages(): readonly Message[] {
    return this.heard.flatMap((heard) => ('message' in heard ? [heard.message] : []));
  }

  get told(): readonly Told[] {
    return this.heard.flatMap((heard) => ('told' in heard ? [heard.told] : []));
  }

  /** The version after all that was heard. */
  get version(): number {
    const last = this.heard.findLast((heard) => !('message' in heard));
    if (last === undefined || 'message' in last) return 0;
    return 'told' in last ? last.told.version : last.entry.from + last.entry.changes.length;
  }

  /** Settles when it has heard everything up to a version. */
  async reaches(version: number, timeout = 10_000): Promise<void> {
    await vi.waitFor(
      () => {
        if (this.version !== version) throw new Error(`at ${this.version}, not ${version}`);
      },
      { timeout, interval: 5 },
    );
  }
}
