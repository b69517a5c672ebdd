import { createServer } from 'node:http';
import process from 'node:process';
import { Server } from 'socket.io';
import { tellPort } from './tell-port.ts';

// Presence as one writes it first with Socket.IO: each change is emitted to all.

const statuses = new Map<string, string>();
const http = createServer();
const sockets = new Server(http, {
  transports: ['websocket'],
  perMessageDeflate: false,
  serveClient: false,
});

function tellAll(id: string, status: string): void {
  statuses.set(id, status);
  sockets.emit('status', { id, status });
}

sockets.on('connection', (socket) => {
  const id = String(socket.handshake.auth['member']);
  socket.emit('statuses', Object.fromEntries(statuses));
  tellAll(id, 'online');
  socket.on('choose', ({ status }: { status: string }, acknowledge: () => void) => {
    tellAll(id, status);
    acknowledge();
  });
  socket.on('disconnect', () => tellAll(id, 'offline'));
});
// All who come at once have to be let wait, where the server is that slow.
http.listen({ port: 0, host: '127.0.0.1', backlog: 8_192 }, () => tellPort(http));
process.once('SIGTERM', () => process.exit());
