import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';

const EMPTY = Buffer.alloc(0);
const OPCODE = { text: 1, binary: 2, close: 8, ping: 9 } as const;

/** The least of a WebSocket client: messages in one frame each, nothing negotiated. */
export class RawWebSocket {
  readonly #socket: Socket;
  readonly #onMessage: (payload: Buffer, isText: boolean) => void;
  readonly #onOpen: () => void;
  #rest: Buffer = EMPTY;
  #isOpen = false;

  constructor(
    socket: Socket,
    path: string,
    handlers: {
      readonly onOpen: () => void;
      readonly onMessage: (payload: Buffer, isText: boolean) => void;
    },
  ) {
    this.#socket = socket;
    this.#onOpen = handlers.onOpen;
    this.#onMessage = handlers.onMessage;
    socket.write(
      [
        `GET ${path} HTTP/1.1`,
        'Host: localhost',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        '\r\n',
      ].join('\r\n'),
    );
  }

  send(text: string): void {
    const payload = Buffer.from(text);
    const short = payload.length < 126;
    const header = Buffer.alloc(short ? 6 : 8);
    header[0] = 0x80 | OPCODE.text;
    // Masked with zeros: the protocol asks for a mask, nobody for a secret one.
    header[1] = 0x80 | (short ? payload.length : 126);
    if (!short) header.writeUInt16BE(payload.length, 2);
    this.#socket.write(Buffer.concat([header, payload]));
  }

  receive(chunk: Buffer): void {
    let data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (!this.#isOpen) {
      const end = data.indexOf('\r\n\r\n');
      if (end === -1) {
        this.#rest = data;
        return;
      }
      const status = data.subarray(0, data.indexOf('\r\n')).toString();
      if (!status.includes(' 101 ')) throw new Error(`the server answered "${status}"`);
      this.#isOpen = true;
      data = data.subarray(end + 4);
      this.#onOpen();
    }
    this.#rest = this.#readFrames(data);
  }

  /** Answers what is not a whole frame yet. */
  #readFrames(data: Buffer): Buffer {
    let at = 0;
    while (data.length - at >= 2) {
      const opcode = (data[at] ?? 0) & 0x0f;
      let length = (data[at + 1] ?? 0) & 0x7f;
      let header = 2;
      if (length === 126) header = 4;
      else if (length === 127) header = 10;
      if (data.length - at < header) break;
      if (header === 4) length = data.readUInt16BE(at + 2);
      else if (header === 10) length = Number(data.readBigUInt64BE(at + 2));
      const end = at + header + length;
      if (data.length < end) break;
      const payload = data.subarray(at + header, end);
      if (opcode === OPCODE.text) this.#onMessage(payload, true);
      else if (opcode === OPCODE.binary) this.#onMessage(payload, false);
      else if (opcode === OPCODE.close) throw new Error('the server closed a connection');
      at = end;
    }
    return at === data.length ? EMPTY : data.subarray(at);
  }
}
