import type { Peer, PeerHandler, Service, Wire } from '../../../src/server/gateway/wire.ts';
import type { Clock } from '../../../src/shared/domain/clock.ts';
import { HEARTBEAT } from '../../../src/shared/protocol/limits.ts';
import type { DownFrame, Link, LinkEnd, UpFrame } from './link.ts';

/** After how many milliseconds a report arrives for the second time. */
const SECOND_COPY_MS = 12_000;

/** What reaches the server, told before the server itself has it. */
export type WireObserver = {
  /** A change is not told to the device at this peer's other end. */
  onLeftOut(peer: number, delta: string): void;
  onConnected(peer: number, auth: unknown): void;
  onCommand(peer: number, event: string, payload: unknown, choiceId: number | null): void;
  onAnswer(peer: number, event: string, answer: object): void;
  onClosed(peer: number): void;
};

/** Lets somebody in, or fails with what they are told. */
type Admit = (auth: unknown) => Promise<(peer: Peer) => PeerHandler>;

/** The network as the gateway sees it, with what Socket.IO's server does about it. */
export class SimulatedWire implements Wire {
  readonly #clock: Clock;
  readonly #observer: WireObserver;
  readonly #peers = new Set<SimulatedPeer>();
  readonly #nextId: () => number;
  #admit: Admit | null = null;

  constructor(clock: Clock, observer: WireObserver, nextId: () => number) {
    this.#clock = clock;
    this.#observer = observer;
    this.#nextId = nextId;
  }

  serve<Admission>(service: Service<Admission>): void {
    this.#admit = async (auth) => {
      const admission = await service.admit(auth, null);
      return (peer) => service.connect(peer, admission);
    };
  }

  tellTeam(teamId: string, event: Parameters<Wire['tellTeam']>[1], payload: unknown): void {
    const body = JSON.stringify(payload);
    for (const peer of this.#peers) {
      if (peer.teamId === teamId) peer.send({ kind: 'event', event, payload: body });
    }
  }

  close(): void {
    for (const peer of [...this.#peers]) peer.close();
  }

  /** The process is no more. Its system closes the connections, unless that has ended too. */
  die(isSilent: boolean): void {
    for (const peer of [...this.#peers]) peer.die(isSilent);
    this.#peers.clear();
  }

  accept(link: Link): LinkEnd<UpFrame> {
    if (this.#admit === null) throw new Error('nobody serves this wire yet');
    const peer: SimulatedPeer = new SimulatedPeer({
      id: this.#nextId(),
      link,
      clock: this.#clock,
      observer: this.#observer,
      admit: this.#admit,
      onEnd: () => this.#peers.delete(peer),
    });
    this.#peers.add(peer);
    return peer;
  }
}

type PeerOptions = {
  readonly id: number;
  readonly link: Link;
  readonly clock: Clock;
  readonly observer: WireObserver;
  readonly admit: Admit;
  readonly onEnd: () => void;
};

/** One connection at the server's end, with Engine.IO's heartbeat. */
class SimulatedPeer implements Peer, LinkEnd<UpFrame> {
  readonly #options: PeerOptions;
  #handler: PeerHandler | null = null;
  #isOpen = true;
  #cancelHeartbeat: () => void = () => undefined;
  teamId: string | null = null;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#schedulePing();
  }

  tell(event: Parameters<Peer['tell']>[0], payload: unknown): void {
    this.send({ kind: 'event', event, payload: JSON.stringify(payload) });
  }

  joinTeam(teamId: string): void {
    this.teamId = teamId;
  }

  dismiss(): void {
    this.close();
  }

  drop(): void {
    this.close();
  }

  send(frame: DownFrame): void {
    if (!this.#isOpen) return;
    const { link, observer, id } = this.#options;
    if (frame.kind === 'event' && frame.event === 'delta' && link.line.leftOut > 0) {
      link.line.leftOut -= 1;
      observer.onLeftOut(id, frame.payload);
      return;
    }
    link.sendDown(frame);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#end(false);
    if (this.#handler === null) return;
    this.#options.observer.onClosed(this.#options.id);
    this.#handler.onClosed();
  }

  die(isSilent: boolean): void {
    if (this.#isOpen) this.#end(isSilent);
  }

  onReset(): void {
    this.close();
  }

  receive(frame: UpFrame): void {
    if (!this.#isOpen) return;
    switch (frame.kind) {
      case 'open':
        return;
      case 'connect':
        void this.#join(JSON.parse(frame.auth));
        return;
      case 'request':
        void this.#run(frame);
        return;
      case 'pong':
        this.#cancelHeartbeat();
        this.#schedulePing();
        return;
      case 'closed':
        this.close();
        return;
    }
  }

  async #join(auth: unknown): Promise<void> {
    const { admit, observer, id } = this.#options;
    try {
      const connect = await admit(auth);
      if (!this.#isOpen) return;
      this.send({ kind: 'connected' });
      observer.onConnected(id, auth);
      this.#handler = connect(this);
    } catch (error) {
      const { message, data } = error as Error & { data: unknown };
      this.send({ kind: 'refused', message, data: JSON.stringify(data) });
      this.close();
    }
  }

  async #run(frame: Extract<UpFrame, { kind: 'request' }>): Promise<void> {
    const { line } = this.#options.link;
    const answering = this.#execute(frame);
    if (line.duplicates > 0) {
      line.duplicates -= 1;
      // Its answer is lost: the client goes by the one to the first copy.
      if (frame.event !== 'activity') void this.#execute(frame);
      else this.#options.clock.after(SECOND_COPY_MS, () => void this.#execute(frame));
    }
    const answered = await answering;
    if (answered === null || !this.#isOpen) return;
    this.send({ kind: 'answer', id: frame.id, answer: JSON.stringify(answered.answer) });
    if (answered.isLast) this.close();
  }

  async #execute({ event, payload, choiceId }: Extract<UpFrame, { kind: 'request' }>) {
    const handler = this.#handler;
    if (handler === null || !this.#isOpen) return null;
    const { observer, id } = this.#options;
    observer.onCommand(id, event, JSON.parse(payload), choiceId);
    const answered = await handler.onCommand(event, [JSON.parse(payload)]);
    if (this.#isOpen) observer.onAnswer(id, event, answered.answer);
    return answered;
  }

  #schedulePing(): void {
    const { clock } = this.#options;
    this.#cancelHeartbeat = clock.after(HEARTBEAT.pingInterval, () => {
      this.send({ kind: 'ping' });
      this.#cancelHeartbeat = clock.after(HEARTBEAT.pingTimeout, () => this.close());
    });
  }

  #end(isSilent: boolean): void {
    this.#isOpen = false;
    this.#cancelHeartbeat();
    this.#options.link.serverGone(isSilent);
    this.#options.onEnd();
  }
}
