import { connect, type Socket } from 'node:net';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import type { PackedWelcome } from '../../../src/shared/protocol/schemas.ts';
import { ampelDialect } from '../fanout/clients/ampel-client.ts';
import type { Client } from '../fanout/clients/client.ts';
import { STATUS_CODE, type StatusName } from '../fanout/sights.ts';
import { percentile } from '../figures.ts';
import type { ClusterAnswer, ClusterRequest, Delays } from './messages.ts';
import { Viewers } from './viewers.ts';

// All clients of the servers, in a process of their own so that what they cost is not the servers'.

/** How long all may take to know everything, in milliseconds. */
const PATIENCE_MS = 120_000;

/** The pause before another attempt where a server turns somebody away, in milliseconds. */
const RETRY_MS = 500;

/** A number that steps through all members in no visible order; prime. */
const STRIDE = 7919;

type Member = {
  readonly no: number;
  readonly token: string;
  port: number;
  client: Client | null;
  socket: Socket | null;
  welcomed: (() => void) | null;
  comesBack: boolean;
};

class Crowd {
  #members: Member[] = [];
  #ports: readonly number[] = [];
  #viewers = new Viewers(0);
  /** The version of the names, which all but the first have from the day before. */
  #names: string | undefined;
  readonly #busy = new Set<number>();
  #changes = 0;
  #onHeard: (viewer: number, member: number, status: StatusName) => void = () => undefined;
  #returning = 0;
  #death: { readonly at: Promise<number>; readonly back: Promise<number> } | null = null;

  async connect(request: Extract<ClusterRequest, { do: 'connect' }>): Promise<number> {
    const { ports, members, withinMs, tokens } = request;
    this.#ports = ports;
    this.#viewers = new Viewers(members);
    this.#members = tokens.slice(0, members).map((token, no) => ({
      no,
      token,
      port: ports[no % ports.length] ?? 0,
      client: null,
      socket: null,
      welcomed: null,
      comesBack: false,
    }));
    const [first, ...others] = this.#members;
    if (first !== undefined) await this.#connect(first);
    const startedAt = performance.now();
    await Promise.all(
      others.map(async (member) => {
        await wait((member.no * withinMs) / members);
        await this.#connect(member);
      }),
    );
    await this.#viewers.agree(PATIENCE_MS);
    return performance.now() - startedAt - withinMs;
  }

  async changes({ count, pauseMs }: Extract<ClusterRequest, { do: 'changes' }>) {
    const same: number[] = [];
    const across: number[] = [];
    for (let change = 0; change < count; change += 1) {
      await wait(pauseMs);
      this.#changes += 1;
      const no = (this.#changes * STRIDE) % this.#members.length;
      const status = this.#busy.delete(no) ? 'online' : 'busy';
      if (status === 'busy') this.#busy.add(no);
      this.#viewers.setTruth(no, STATUS_CODE[status]);
      const startedAt = performance.now();
      this.#onHeard = (viewer, member, heard) => {
        if (member !== no || heard !== status) return;
        const isAcross = this.#members[viewer]?.port !== this.#members[no]?.port;
        (isAcross ? across : same).push(performance.now() - startedAt);
      };
      this.#members[no]?.client?.choose(status);
      await this.#viewers.agree(PATIENCE_MS);
    }
    return { same: delaysOf(same), across: across.length === 0 ? null : delaysOf(across) };
  }

  expectDeath({ port, withinMs }: Extract<ClusterRequest, { do: 'expect-death' }>): void {
    const died = Promise.withResolvers<number>();
    this.#ports = this.#ports.filter((other) => other !== port);
    const others = this.#ports;
    const coming: Promise<void>[] = [];
    const there = this.#members.filter((member) => member.port === port);
    for (const [index, member] of there.entries()) {
      member.comesBack = index % 2 === 0;
      this.#viewers.leave(member.no);
      if (!member.comesBack) this.#viewers.setTruth(member.no, STATUS_CODE.offline);
      const lost = Promise.withResolvers<void>();
      member.socket?.removeAllListeners('close').once('close', () => {
        died.resolve(performance.now());
        lost.resolve();
      });
      if (!member.comesBack) continue;
      coming.push(
        lost.promise.then(async () => {
          await wait(Math.random() * withinMs);
          member.port = others[(index / 2) % others.length] ?? 0;
          await this.#connect(member);
        }),
      );
    }
    this.#viewers.watch(there.filter(({ comesBack }) => comesBack).map(({ no }) => no));
    this.#returning = coming.length;
    const back = Promise.all(coming).then(() => performance.now());
    this.#death = { at: died.promise, back };
  }

  async afterDeath(): Promise<Omit<Extract<ClusterAnswer, { did: 'after-death' }>, 'did'>> {
    if (this.#death === null) throw new Error('no death was expected');
    const [at, back] = await Promise.all([this.#death.at, this.#death.back]);
    await this.#viewers.agree(PATIENCE_MS);
    return {
      rightAfterMs: performance.now() - at,
      seenLeaving: this.#viewers.seenLeaving,
      cameBack: this.#returning,
      backAfterMs: back - at,
    };
  }

  /** Resolves when it is welcomed; where it is turned away it tries again. */
  async #connect(member: Member): Promise<void> {
    for (;;) {
      const isIn = await this.#attempt(member);
      if (isIn) return;
      await wait(RETRY_MS * (1 + Math.random()));
    }
  }

  #attempt(member: Member): Promise<boolean> {
    const { no, token } = member;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const socket = connect({ port: member.port, host: '127.0.0.1', noDelay: true });
    let isWelcomed = false;
    socket.once('connect', () => {
      const heard = {
        message: () => undefined,
        status: (of: number, status: StatusName) => {
          this.#viewers.learn(no, of, STATUS_CODE[status]);
          this.#onHeard(no, of, status);
        },
        welcome: (welcome: object) => {
          this.#names ??= (welcome as PackedWelcome).snapshot?.names.version;
          this.#viewers.enter(no);
          isWelcomed = true;
          resolve(true);
        },
      };
      const known = this.#names === undefined ? {} : { names: this.#names };
      const client = ampelDialect(socket, no, heard, { token, ...known });
      member.client = client;
      member.socket = socket;
      socket.on('data', (chunk) => {
        try {
          client.receive(chunk);
        } catch {
          // Turned away: what comes is no WebSocket.
          socket.destroy();
        }
      });
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (isWelcomed) fail(new Error(`a server hung up on client ${no}`));
      else resolve(false);
    });
    return promise;
  }
}

function delaysOf(all: readonly number[]): Delays {
  return { p50: percentile(all, 0.5), p99: percentile(all, 0.99) };
}

const crowd = new Crowd();

async function answer(request: ClusterRequest): Promise<ClusterAnswer> {
  switch (request.do) {
    case 'connect':
      return { did: 'connect', settledAfterMs: await crowd.connect(request) };
    case 'changes':
      return { did: 'changes', ...(await crowd.changes(request)) };
    case 'expect-death':
      crowd.expectDeath(request);
      return { did: 'expect-death' };
    case 'after-death':
      return { did: 'after-death', ...(await crowd.afterDeath()) };
  }
}

function fail(error: unknown): void {
  process.stderr.write(`clients: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

process.on('message', (request: ClusterRequest) => {
  answer(request).then((answered) => process.send?.(answered), fail);
});
process.once('disconnect', () => process.exit());
