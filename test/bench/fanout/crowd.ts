import { connect, type Socket } from 'node:net';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import type { PackedWelcome } from '../../../src/shared/protocol/schemas.ts';
import { ampelDialect } from './clients/ampel-client.ts';
import type { Client, Dialect } from './clients/client.ts';
import { mqttDialect } from './clients/mqtt-client.ts';
import { rawDialect } from './clients/raw-client.ts';
import { socketIoDialect } from './clients/socket-io-client.ts';
import type { Contender, CrowdAnswer, CrowdRequest, StormFigures } from './crowd-messages.ts';
import { Sights, STATUS_CODE, type StatusName } from './sights.ts';

// All clients of one server, in a process of their own so that what they cost is not the server's.

const DIALECTS: Readonly<Record<Contender, Dialect>> = {
  ampel: ampelDialect,
  'ampel-anew': ampelDialect,
  'socket.io': socketIoDialect,
  ws: rawDialect,
  mosquitto: mqttDialect,
};

/** How long all may take to know everything, in milliseconds. */
const PATIENCE_MS = 600_000;

/** The shortest pause before another attempt of who was turned away, in milliseconds; the longest is twice that. */
const RETRY_MS = 500;

/** A number that steps through all members in no visible order; prime. */
const STRIDE = 7919;

class Crowd {
  readonly #clients: Client[] = [];
  readonly #busy = new Set<number>();
  #sights = new Sights(0, 0);
  /** What all clients have from the last time. */
  #known: object = {};
  #members = 0;
  #messages = 0;
  #bytes = 0;
  #changes = 0;

  async storm(request: Extract<CrowdRequest, { do: 'storm' }>): Promise<StormFigures> {
    const { members, withinMs, contender } = request;
    this.#members = members;
    this.#sights = new Sights(members, members);
    if (contender === 'ampel') {
      const { known, statuses } = await whatIsKnown(request);
      this.#known = known;
      for (let no = 0; no < members; no += 1) {
        for (const [member, status] of statuses) {
          this.#sights.learn(no, member, STATUS_CODE[status]);
        }
      }
    }
    const startedAt = performance.now();
    for (let no = 0; no < members; no += 1) {
      const early = startedAt + (no * withinMs) / members - performance.now();
      if (early > 1) await wait(early);
      this.#connect(no, request);
    }
    const lastAt = performance.now();
    await this.#allRight();
    return {
      messages: this.#messages,
      bytes: this.#bytes,
      settledAfterMs: performance.now() - lastAt,
    };
  }

  async changes({
    count,
    pauseMs,
  }: Extract<CrowdRequest, { do: 'changes' }>): Promise<readonly number[]> {
    const delays: number[] = [];
    for (let no = 0; no < count; no += 1) {
      await wait(pauseMs);
      this.#changes += 1;
      const member = (this.#changes * STRIDE) % this.#members;
      const status = this.#busy.delete(member) ? 'online' : 'busy';
      if (status === 'busy') this.#busy.add(member);
      this.#sights.setTruth(member, STATUS_CODE[status]);
      const startedAt = performance.now();
      this.#clients[member]?.choose(status);
      await this.#allRight();
      delays.push(performance.now() - startedAt);
    }
    return delays;
  }

  #connect(no: number, request: Extract<CrowdRequest, { do: 'storm' }>): void {
    const { contender, port, credentials } = request;
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('connect', () => {
      const client = DIALECTS[contender](
        socket,
        no,
        {
          message: () => {
            this.#messages += 1;
          },
          status: (member, status) => this.#sights.learn(no, member, STATUS_CODE[status]),
          welcome: () => undefined,
        },
        { ...credentials[no], ...this.#known },
      );
      this.#clients[no] = client;
      socket.on('data', (chunk) => {
        this.#bytes += chunk.length;
        client.receive(chunk);
      });
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (socket.bytesRead > 0) fail(new Error(`the server hung up on client ${no}`));
      // Turned away, as by a server that does not take up connections as fast as they come.
      else setTimeout(() => this.#connect(no, request), RETRY_MS * (1 + Math.random()));
    });
  }

  async #allRight(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const patience = setTimeout(
      () => reject(new Error(`${this.#sights.wrong} statuses are still not known`)),
      PATIENCE_MS,
    );
    this.#sights.whenAllRight(resolve);
    await promise.finally(() => clearTimeout(patience));
  }
}

/** What a client that comes back says that it has: what it was told when it was there for a moment. */
async function whatIsKnown({ port, credentials }: Extract<CrowdRequest, { do: 'storm' }>): Promise<{
  readonly known: object;
  readonly statuses: readonly (readonly [number, StatusName])[];
}> {
  const { promise, resolve } = Promise.withResolvers<PackedWelcome>();
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const statuses: [number, StatusName][] = [];
  socket.once('connect', () => {
    const heard = {
      message: () => undefined,
      status: (member: number, status: StatusName) => {
        statuses.push([member, status]);
      },
      welcome: (welcome: object) => resolve(welcome as PackedWelcome),
    };
    const client = ampelDialect(socket, 0, heard, credentials[0] ?? {});
    socket.on('data', (chunk) => client.receive(chunk));
  });
  socket.once('error', fail);
  const { log, version, snapshot } = await promise;
  socket.destroy();
  return { known: { have: { log, version }, names: snapshot?.names.version }, statuses };
}

const crowd = new Crowd();

async function answer(request: CrowdRequest): Promise<CrowdAnswer> {
  return request.do === 'storm'
    ? { did: 'storm', ...(await crowd.storm(request)) }
    : { did: 'changes', delaysMs: await crowd.changes(request) };
}

function fail(error: unknown): void {
  process.stderr.write(`clients: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

process.on('message', (request: CrowdRequest) => {
  answer(request).then((answered) => process.send?.(answered), fail);
});
process.once('disconnect', () => process.exit());
