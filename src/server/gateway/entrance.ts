import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEM_TYPE } from '../../shared/api/problem.ts';
import { isLoopbackHost } from '../../shared/domain/loopback.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import { MAX_ADDRESS_CONNECTIONS } from '../../shared/protocol/limits.ts';
import { clientAddress } from '../http/client-address.ts';
import { isOwnOrigin } from '../http/origin.ts';
import { problemOf } from '../http/problem.ts';
import type { ArrivalQueue } from '../limits/arrival-queue.ts';
import { ConnectionCount } from '../limits/connection-count.ts';
import type { Metrics, Objection } from '../metrics.ts';
import { inOneWrite } from './one-write.ts';

const BUSY = JSON.stringify(
  problemOf(new Refusal('unavailable', 'Too many connect at this moment. Try again soon.')),
);

type EntranceOptions = {
  /** A proxy that speaks TLS is in front. */
  readonly trustProxy: boolean;
  /** The server speaks TLS itself. */
  readonly isTls: boolean;
  readonly publicUrl: string | null;
  readonly arrivals: ArrivalQueue;
  readonly metrics: Metrics;
};

/** Decides what becomes of requests for a connection, before there is any. */
export class Entrance {
  readonly #options: EntranceOptions;
  readonly #connections = new ConnectionCount(MAX_ADDRESS_CONNECTIONS);
  readonly #sockets = new Set<Socket>();
  #sentBefore = 0;

  constructor(options: EntranceOptions) {
    this.#options = options;
  }

  /** Bytes that were sent to all who have ever come. */
  get sent(): number {
    let sent = this.#sentBefore;
    for (const { bytesWritten } of this.#sockets) sent += bytesWritten;
    return sent;
  }

  /** Calls `decide` now or, where others are first, later; never where the client is gone by then. */
  ask(request: IncomingMessage, decide: (isWelcome: boolean) => void): void {
    const { arrivals, metrics, trustProxy } = this.#options;
    const objection = this.#objectionTo(request);
    if (objection !== null) {
      metrics.turnedAway(objection);
      decide(false);
      return;
    }
    const { socket } = request;
    const handOver = attend(socket);
    const queued = arrivals.join(() => {
      handOver();
      // The answer to the request, and the first packet of Engine.IO.
      inOneWrite(socket);
      decide(true);
    });
    if (queued.kind === 'full') {
      metrics.turnedAway('storm');
      sendAway(socket, queued.waitMs);
      return;
    }
    const leave = this.#connections.enter(clientAddress(request, trustProxy));
    this.#sockets.add(socket);
    socket.once('close', () => {
      queued.leave();
      leave();
      this.#sockets.delete(socket);
      this.#sentBefore += socket.bytesWritten;
    });
  }

  #objectionTo(request: IncomingMessage): Objection | null {
    const { trustProxy, isTls, publicUrl } = this.#options;
    // Plain HTTP is for this computer only (TR4).
    const isSafe = trustProxy || isTls || isLoopbackHost(clientAddress(request, false));
    if (!isSafe) return 'plain-http';
    if (!isOwnOrigin(request, publicUrl)) return 'origin';
    return this.#connections.hasRoom(clientAddress(request, trustProxy)) ? null : 'address';
  }
}

/** Answers that the server has too much to do, which costs it next to nothing. */
function sendAway(socket: Socket, waitMs: number): void {
  const head = [
    'HTTP/1.1 503 Service Unavailable',
    'Connection: close',
    `Retry-After: ${Math.ceil(waitMs / 1_000)}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(BUSY)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${BUSY}`, () => socket.destroy());
}

/**
 * Looks after a connection that is nobody's as long as it waits: an error that nobody hears would
 * end the process, and that the client has gone is only seen by who reads. The answer ends that.
 */
function attend(socket: Socket): () => void {
  const drop = () => {
    socket.destroy();
  };
  socket.on('error', drop);
  socket.on('end', drop);
  socket.resume();
  return () => {
    socket.off('error', drop);
    socket.off('end', drop);
  };
}
