import type { Clock } from '../shared/domain/clock.ts';

/** Runs a task that never fails: now, and again each time so many milliseconds after its last end. The answer ends it. */
export function periodically(clock: Clock, pauseMs: number, task: () => Promise<void>): () => void {
  let isOver = false;
  let cancel: () => void = () => undefined;
  const run = async (): Promise<void> => {
    await task();
    if (!isOver) cancel = clock.after(pauseMs, () => void run());
  };
  void run();
  return () => {
    isOver = true;
    cancel();
  };
}
