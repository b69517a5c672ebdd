/** How often to see whether npm is still there, in milliseconds. */
const NPM_CHECK_MS = 500;

/**
 * Resolves when the server is told to end: by a signal, by the end of the process that started it
 * with a channel, or by the end of npm. npm's shell does not pass signals on, so that its end is
 * all there is to see of them.
 */
export function stopRequest(environment: Record<string, string | undefined>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once('SIGINT', resolve);
  process.once('SIGTERM', resolve);
  process.once('disconnect', resolve);
  process.channel?.unref();
  if (environment['npm_lifecycle_event'] === 'server') {
    const shell = process.ppid;
    setInterval(() => {
      if (process.ppid !== shell) resolve();
    }, NPM_CHECK_MS).unref();
  }
  return promise;
}
