import process from 'node:process';

const PARENT_CHECK_MS = 500;

/** Aborts when a script that npm runs is told to end: by a signal, or by npm's own end. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stop.abort());
  }
  // npm's shell does not pass signals on: when the shell is gone, npm was told to end.
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid !== shell) stop.abort();
  }, PARENT_CHECK_MS).unref();
  return stop.signal;
}

export function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}
