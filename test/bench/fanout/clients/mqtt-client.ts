import type { Socket } from 'node:net';
import type { StatusName } from '../sights.ts';
import { type Dialect, memberNo } from './client.ts';

const EMPTY = Buffer.alloc(0);
const CONNACK = 2;
const PUBLISH = 3;
/** Two bytes, in seconds; the most there is, as clients say nothing while they wait for a storm to end. */
const KEEP_ALIVE = [0xff, 0xff];

/** Speaks MQTT 3.1.1: each status is a retained topic, and Offline the last will. */
export const mqttDialect: Dialect = (socket, member, heard) => {
  const topic = `status/m${member}`;
  let rest: Buffer = EMPTY;
  const onPacket = (type: number, body: Buffer): void => {
    if (type === CONNACK) {
      subscribe(socket, 'status/+');
      publish(socket, topic, 'online');
    } else if (type === PUBLISH) {
      const end = 2 + body.readUInt16BE(0);
      const name = body.toString('latin1', 2, end);
      heard.message();
      heard.status(
        memberNo(name.slice('status/'.length)),
        body.toString('latin1', end) as StatusName,
      );
    }
  };
  socket.write(connectPacket(`client-${member}`, topic));
  return {
    receive(chunk) {
      const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      rest = readPackets(data, onPacket);
    },
    choose: (status) => publish(socket, topic, status),
  };
};

/** Answers what is not a whole packet yet. */
function readPackets(data: Buffer, onPacket: (type: number, body: Buffer) => void): Buffer {
  let at = 0;
  while (at < data.length) {
    let length = 0;
    let lengthBytes = 0;
    let byte = 0x80;
    while (byte >= 0x80 && at + 1 + lengthBytes < data.length) {
      byte = data[at + 1 + lengthBytes] ?? 0;
      length += (byte & 0x7f) << (7 * lengthBytes);
      lengthBytes += 1;
    }
    const start = at + 1 + lengthBytes;
    if (byte >= 0x80 || start + length > data.length) break;
    onPacket((data[at] ?? 0) >> 4, data.subarray(start, start + length));
    at = start + length;
  }
  return at === data.length ? EMPTY : data.subarray(at);
}

function connectPacket(clientId: string, topic: string): Buffer {
  const willRetainedAndClean = 0b0010_0110;
  return packet(0x10, [
    text('MQTT'),
    Buffer.from([4, willRetainedAndClean, ...KEEP_ALIVE]),
    text(clientId),
    text(topic),
    text('offline'),
  ]);
}

function subscribe(socket: Socket, filter: string): void {
  socket.write(packet(0x82, [Buffer.from([0, 1]), text(filter), Buffer.from([0])]));
}

function publish(socket: Socket, topic: string, payload: string): void {
  const retained = 0x31;
  socket.write(packet(retained, [text(topic), Buffer.from(payload)]));
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** All that is sent here is shorter than 128 bytes. */
function packet(type: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([type, body.length]), body]);
}
