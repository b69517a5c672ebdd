import type { Socket } from 'node:net';
import { RawWebSocket } from './web-socket.ts';

const OPEN = '0'.charCodeAt(0);
const PING = '2'.charCodeAt(0);
const MESSAGE = '4'.charCodeAt(0);
const CONNECTED = '0'.charCodeAt(0);
const EVENT = '2'.charCodeAt(0);
const REFUSED = '4'.charCodeAt(0);

/** The least of a Socket.IO client: text events of the main namespace, and acknowledgements let pass. */
export class RawSocketIo {
  readonly #connection: RawWebSocket;
  readonly #auth: object;
  readonly #onConnected: () => void;
  readonly #onEvent: (payload: Buffer) => void;

  /** `onEvent` gets the JSON array of the event's name and what it carries. */
  constructor(
    socket: Socket,
    auth: object,
    handlers: { readonly onConnected: () => void; readonly onEvent: (payload: Buffer) => void },
  ) {
    this.#auth = auth;
    this.#onConnected = handlers.onConnected;
    this.#onEvent = handlers.onEvent;
    this.#connection = new RawWebSocket(socket, '/socket.io/?EIO=4&transport=websocket', {
      onOpen: () => undefined,
      onMessage: (payload) => this.#onPacket(payload),
    });
  }

  receive(chunk: Buffer): void {
    this.#connection.receive(chunk);
  }

  /** Sends an event; what the server acknowledges is not looked at. */
  emit(event: string, payload: object): void {
    this.#connection.send(`420${JSON.stringify([event, payload])}`);
  }

  #onPacket(packet: Buffer): void {
    if (packet[0] === OPEN) this.#connection.send(`40${JSON.stringify(this.#auth)}`);
    else if (packet[0] === PING) this.#connection.send('3');
    else if (packet[0] === MESSAGE && packet[1] === EVENT) this.#onEvent(packet.subarray(2));
    else if (packet[0] === MESSAGE && packet[1] === CONNECTED) this.#onConnected();
    else if (packet[0] === MESSAGE && packet[1] === REFUSED) {
      throw new Error(`the server refused a client: ${packet.subarray(2).toString()}`);
    }
  }
}
