import { createServer } from 'node:http';
import process from 'node:process';
import { type WebSocket, WebSocketServer } from 'ws';
import { tellPort } from './tell-port.ts';

// The plainest presence there can be: each change goes to each connection in a message of its own.

const statuses = new Map<string, string>();
const connections = new Set<WebSocket>();

function tellAll(id: string, status: string): void {
  statuses.set(id, status);
  const message = JSON.stringify({ statuses: [{ id, status }] });
  for (const connection of connections) connection.send(message);
}

const http = createServer();
new WebSocketServer({ server: http, perMessageDeflate: false }).on(
  'connection',
  (socket, { url }) => {
    const id = new URL(url ?? '/', 'http://localhost').searchParams.get('member') ?? '';
    connections.add(socket);
    const all = [...statuses].map(([other, status]) => ({ id: other, status }));
    socket.send(JSON.stringify({ statuses: all }));
    tellAll(id, 'online');
    socket.on('message', (data) => tellAll(id, data.toString()));
    socket.on('close', () => {
      connections.delete(socket);
      tellAll(id, 'offline');
    });
  },
);
// All who come at once have to be let wait, where the server is that slow.
http.listen({ port: 0, host: '127.0.0.1', backlog: 8_192 }, () => tellPort(http));
process.once('SIGTERM', () => process.exit());
