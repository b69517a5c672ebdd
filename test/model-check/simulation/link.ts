import type {
  ClientToServerEvents,
  ServerToClientEvents,
} from '../../../src/shared/protocol/events.ts';
import type { Line, Pipe } from './line.ts';

export type ServerEvent = keyof ServerToClientEvents;
export type ClientEvent = keyof ClientToServerEvents;

/** What travels to the server. Bodies are JSON, so that nobody shares an object with anybody. */
export type UpFrame =
  | { readonly kind: 'open' }
  | { readonly kind: 'connect'; readonly auth: string }
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly event: ClientEvent;
      readonly payload: string;
      /** Which of the member's choices it carries; the programs under test do not see this. */
      readonly choiceId: number | null;
    }
  | { readonly kind: 'pong' }
  | { readonly kind: 'closed' };

/** What travels to the client. */
export type DownFrame =
  | { readonly kind: 'opened' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'refused'; readonly message: string; readonly data: string }
  | { readonly kind: 'event'; readonly event: ServerEvent; readonly payload: string }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: string }
  | { readonly kind: 'ping' }
  | { readonly kind: 'closed' };

export type LinkEnd<Frame> = {
  receive(frame: Frame): void;
  /** The line was cut off in a way that this end notices. */
  onReset(): void;
};

/** Who answers at the server's address. */
export type Host = {
  /** `dark`: no computer is there; `refusing`: one is, but no server. */
  readonly state: 'serving' | 'refusing' | 'dark';
  accept(link: Link): LinkEnd<UpFrame>;
};

/** One connection, from the attempt to make it until both ends have forgotten it. */
export class Link {
  readonly line: Line;
  readonly #host: Host;
  readonly #up: Pipe<UpFrame>;
  readonly #down: Pipe<DownFrame>;
  #client: LinkEnd<DownFrame> | null;
  #server: LinkEnd<UpFrame> | null = null;

  constructor(line: Line, host: Host, client: LinkEnd<DownFrame>) {
    this.line = line;
    this.#host = host;
    this.#client = client;
    this.#up = line.pipe('up', (frame) => this.#atServer(frame));
    this.#down = line.pipe('down', (frame) => this.#atClient(frame));
    this.#up.send({ kind: 'open' });
  }

  sendUp(frame: UpFrame): void {
    if (this.#client !== null) this.#up.send(frame);
  }

  sendDown(frame: DownFrame): void {
    if (this.#server !== null) this.#down.send(frame);
  }

  /** The client has closed its end; what it has sent still arrives. */
  clientGone(isSilent: boolean): void {
    if (this.#client === null) return;
    this.#client = null;
    if (!isSilent) this.#up.send({ kind: 'closed' });
  }

  /** The server has closed its end; what it has sent still arrives. */
  serverGone(isSilent: boolean): void {
    if (this.#server === null) return;
    this.#server = null;
    if (!isSilent) this.#down.send({ kind: 'closed' });
  }

  /** Something on the way ends the connection, and these ends hear of it. */
  reset(seenBy: 'both' | 'client' | 'server'): void {
    if (seenBy !== 'server') this.#client?.onReset();
    if (seenBy !== 'client') this.#server?.onReset();
  }

  #atServer(frame: UpFrame): void {
    if (this.#host.state === 'dark') return;
    if (this.#server !== null) {
      this.#server.receive(frame);
    } else if (frame.kind === 'open' && this.#host.state === 'serving') {
      this.#server = this.#host.accept(this);
      this.#down.send({ kind: 'opened' });
    } else if (frame.kind === 'closed') {
      this.#end();
    } else {
      // Nobody knows of this connection: its sender is told so.
      this.#down.send({ kind: 'closed' });
    }
  }

  #atClient(frame: DownFrame): void {
    if (this.#client !== null) {
      this.#client.receive(frame);
    } else if (frame.kind === 'closed') {
      this.#end();
    } else {
      this.#up.send({ kind: 'closed' });
    }
  }

  #end(): void {
    if (this.#client !== null || this.#server !== null) return;
    this.#up.end();
    this.#down.end();
  }
}
