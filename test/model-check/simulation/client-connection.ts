import type { Connection, ConnectionEvents } from '../../../src/client/connection.ts';
import { HEARTBEAT } from '../../../src/shared/protocol/limits.ts';
import type { Handshake } from '../../../src/shared/protocol/schemas.ts';
import type { Line } from './line.ts';
import { type ClientEvent, type DownFrame, type Host, Link, type ServerEvent } from './link.ts';
import type { ProcessClock } from './process-clock.ts';

/** What Socket.IO's client allows an attempt to connect, in milliseconds. */
const OPEN_TIMEOUT_MS = 8_000;

/** How long an operating system takes to say that it has no network, in milliseconds. */
const NO_NETWORK_MS = 5;

type ClientConnectionOptions = {
  readonly line: Line;
  readonly host: Host;
  readonly clock: ProcessClock;
  readonly handshake: () => Handshake;
  readonly events: ConnectionEvents;
  /** Hears of everything before the client does. */
  readonly onMessage: (event: ServerEvent, payload: unknown) => void;
  /** Hears of each choice that is sent, and says which it is. */
  readonly onChoose: (payload: object) => number;
};

type Phase =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening'; readonly link: Link | null; readonly cancel: () => void }
  | { readonly kind: 'joining' | 'open'; readonly link: Link };

type Waiting = {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: Error) => void;
};

/** A device's connection as Socket.IO's client gives it, over a simulated line. */
export class ClientConnection implements Connection {
  readonly #options: ClientConnectionOptions;
  readonly #waiting = new Map<number, Waiting>();
  #phase: Phase = { kind: 'closed' };
  #asked = 0;
  #cancelHeartbeat: () => void = () => undefined;
  /** By the computer's time of day, as Engine.IO has it. */
  #heartbeatEndsAt = Number.POSITIVE_INFINITY;
  #isDead = false;

  constructor(options: ClientConnectionOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#phase.kind === 'open';
  }

  open(): void {
    if (this.#phase.kind !== 'closed') return;
    const { line, host, clock } = this.#options;
    const fail = (message: string) => () => {
      this.#leave(false);
      this.#options.events.onFailed(message, undefined);
    };
    if (line.isUnplugged) {
      const cancel = clock.after(NO_NETWORK_MS, fail('no network'));
      this.#phase = { kind: 'opening', link: null, cancel };
      return;
    }
    const link: Link = new Link(line, host, {
      receive: (frame) => this.#receive(link, frame),
      onReset: () => this.#lost(link),
    });
    const cancel = clock.after(OPEN_TIMEOUT_MS, fail('timeout'));
    this.#phase = { kind: 'opening', link, cancel };
  }

  close(): void {
    const { kind } = this.#phase;
    this.#leave(false);
    if (kind === 'open') this.#tellClosed();
  }

  request(event: ClientEvent, payload: object): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    if (this.#phase.kind !== 'open') return promise;
    const { link } = this.#phase;
    this.#asked += 1;
    const id = this.#asked;
    this.#waiting.set(id, { resolve, reject });
    if (this.#options.clock.now() > this.#heartbeatEndsAt) {
      // Engine.IO sees from the time of day that it has missed the heartbeat, and sends nothing.
      this.#options.clock.after(1, () => this.#lost(link));
      return promise;
    }
    const choiceId = event === 'choose' ? this.#options.onChoose(payload) : null;
    link.sendUp({ kind: 'request', id, event, payload: JSON.stringify(payload), choiceId });
    return promise;
  }

  /** The program has ended. Its system closes the connection, unless that has ended too. */
  die(isSilent: boolean): void {
    this.#isDead = true;
    this.#leave(isSilent);
  }

  /** Something on the way ends the connection. */
  reset(seenBy: 'both' | 'client' | 'server'): void {
    if (this.#phase.kind !== 'closed') this.#phase.link?.reset(seenBy);
  }

  #receive(link: Link, frame: DownFrame): void {
    if (this.#phase.kind === 'closed' || this.#phase.link !== link) return;
    switch (frame.kind) {
      case 'opened':
        if (this.#phase.kind === 'opening') this.#join(link, this.#phase.cancel);
        return;
      case 'connected':
        this.#phase = { kind: 'open', link };
        return;
      case 'refused':
        this.#leave(false);
        this.#options.events.onFailed(frame.message, JSON.parse(frame.data));
        return;
      case 'event': {
        this.#options.onMessage(frame.event, JSON.parse(frame.payload));
        this.#options.events.onMessage(frame.event, JSON.parse(frame.payload));
        return;
      }
      case 'answer': {
        const waiting = this.#waiting.get(frame.id);
        this.#waiting.delete(frame.id);
        waiting?.resolve(JSON.parse(frame.answer));
        return;
      }
      case 'ping':
        this.#expectHeartbeat(link);
        link.sendUp({ kind: 'pong' });
        return;
      case 'closed':
        this.#lost(link);
        return;
    }
  }

  #join(link: Link, cancelTimeout: () => void): void {
    cancelTimeout();
    this.#phase = { kind: 'joining', link };
    this.#expectHeartbeat(link);
    link.sendUp({ kind: 'connect', auth: JSON.stringify(this.#options.handshake()) });
  }

  #expectHeartbeat(link: Link): void {
    const { clock } = this.#options;
    const withinMs = HEARTBEAT.pingInterval + HEARTBEAT.pingTimeout;
    this.#cancelHeartbeat();
    this.#cancelHeartbeat = clock.after(withinMs, () => this.#lost(link));
    this.#heartbeatEndsAt = clock.now() + withinMs;
  }

  #lost(link: Link): void {
    if (this.#phase.kind === 'closed' || this.#phase.link !== link) return;
    const wasOpening = this.#phase.kind === 'opening';
    this.#leave(false);
    if (wasOpening) this.#options.events.onFailed('refused', undefined);
    else this.#tellClosed();
  }

  #leave(isSilent: boolean): void {
    if (this.#phase.kind === 'closed') return;
    if (this.#phase.kind === 'opening') this.#phase.cancel();
    const { link } = this.#phase;
    this.#phase = { kind: 'closed' };
    this.#cancelHeartbeat();
    this.#heartbeatEndsAt = Number.POSITIVE_INFINITY;
    link?.clientGone(isSilent);
  }

  #tellClosed(): void {
    if (this.#isDead) return;
    this.#options.events.onClosed();
    for (const { reject } of this.#waiting.values()) reject(new Error('disconnected'));
    this.#waiting.clear();
  }
}
