import type { Writable } from 'node:stream';

/** Resolves when it is out: on some systems what is still in a pipe is lost at the exit. */
export function say(stream: Writable, text: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  stream.write(`${text}\n`, (error) => (error ? reject(error) : resolve()));
  return promise;
}
