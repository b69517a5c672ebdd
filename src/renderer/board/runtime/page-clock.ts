import type { Clock } from '../../../shared/domain/clock.ts';
import type { AlarmRequest } from './alarm-worker.ts';

type AlarmWorker = {
  postMessage(request: AlarmRequest): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<number>) => void): void;
};

/**
 * A clock whose alarms ring in hidden tabs too. Browsers let the timers of those run once a minute
 * only, too seldom for the reports of PR4; the timers of a worker they leave alone.
 */
export function pageClock(worker: AlarmWorker): Clock {
  const tasks = new Map<number, () => void>();
  let lastId = 0;
  worker.addEventListener('message', ({ data: id }) => {
    const task = tasks.get(id);
    tasks.delete(id);
    task?.();
  });
  return {
    now: () => Date.now(),
    steady: () => performance.now(),
    after: (delayMs, task) => {
      lastId += 1;
      const id = lastId;
      tasks.set(id, task);
      worker.postMessage({ do: 'set', id, delayMs });
      return () => {
        if (tasks.delete(id)) worker.postMessage({ do: 'cancel', id });
      };
    },
  };
}
