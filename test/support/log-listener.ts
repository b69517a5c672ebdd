import type { LogEntry, LogListener, Message, Told } from '../../src/server/log/presence-log.ts';

/** A listener of the presence log of which a test names only what it hears. */
export function listener(parts: {
  readonly onTold?: (told: Told) => void;
  readonly onChanges?: (entry: LogEntry) => void;
  readonly onMessage?: (message: Message) => void;
}): LogListener {
  const ignore = (): void => undefined;
  return { onTold: ignore, onChanges: ignore, onMessage: ignore, ...parts };
}
