import { type FastifyBaseLogger, fastify } from 'fastify';

/** A logger of the server's kind, with what it was told, a line each. */
export function recordingLogger(): { logger: FastifyBaseLogger; logged: string[] } {
  const logged: string[] = [];
  const stream = { write: (line: string) => logged.push(line) };
  return { logger: fastify({ logger: { level: 'warn', stream } }).log, logged };
}
