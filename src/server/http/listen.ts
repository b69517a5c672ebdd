import type { AddressInfo, Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { ServerConfig } from '../config.ts';
import { errorCode, OperatorError } from '../operator-error.ts';

/**
 * How many connections the system keeps that the server has not taken over yet: all of a large team,
 * where they come in the same instant. Beyond it clients wait for seconds before they ask again;
 * Linux keeps at most as many as `net.core.somaxconn` says.
 */
const BACKLOG = 4_096;

/** The connections of the server, those that have become WebSockets included. */
export function trackConnections({ server }: FastifyInstance): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  return connections;
}

/**
 * Listens where the configuration says; answers the address.
 * @throws OperatorError where that cannot be had.
 */
export async function listenOn(
  http: FastifyInstance,
  { host, port, tls }: ServerConfig,
): Promise<{ readonly url: string; readonly port: number }> {
  // Fastify does not know that the server that was made for it may speak TLS.
  const scheme = tls === null ? 'http:' : 'https:';
  try {
    await http.listen({
      backlog: BACKLOG,
      host,
      port,
      listenTextResolver: (address) => `listening at ${address.replace(/^https?:/, scheme)}`,
    });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE') {
      throw new OperatorError(
        `Port ${port} on ${host} is taken by another program. Stop that one, or pick another port with --port.`,
      );
    }
    if (code === 'EACCES') {
      throw new OperatorError(
        `This user may not listen on port ${port}. Pick one above 1023 with --port.`,
      );
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
      throw new OperatorError(
        `This computer has no address ${host}. Pick one of its own with --host.`,
      );
    }
    throw error;
  }
  const bound = (http.server.address() as AddressInfo).port;
  const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return { url: `${scheme}//${name}:${bound}`, port: bound };
}
