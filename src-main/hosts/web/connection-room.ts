import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Keeps a server at so many connections at most. Where another one comes, the one goes that has been there for the longest
 * without a whole request under way, else the one whose request is the oldest: whoever opens hundreds and says nothing, or
 * half of something, or asks and doesn't read, keeps nobody out. Sockets of tabs stay: those have shown a ticket.
 */
export function keepRoom(server: Server, most: number): void {
  const open = new Set<Socket>();
  /** Those of them without a whole request, the oldest first; and those with one. */
  const waiting = new Set<Socket>();
  const served = new Set<Socket>();
  const forget = (socket: Socket): void => {
    for (const sockets of [open, waiting, served]) sockets.delete(socket);
  };
  const drop = (socket: Socket): void => {
    forget(socket);
    socket.destroy();
  };
  const serve = (socket: Socket): void => {
    if (waiting.delete(socket)) served.add(socket);
  };
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    waiting.add(socket);
    socket.once('close', () => forget(socket));
    if (open.size > most) drop([...waiting].find((other) => other !== socket) ?? firstOf(served) ?? socket);
  });
  server.on('upgrade', ({ socket }) => {
    waiting.delete(socket);
    served.delete(socket);
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    if (request.method === 'POST') request.once('end', () => serve(socket));
    else serve(socket);
    // A connection that is kept for the next request waits like a new one.
    response.once('finish', () => {
      served.delete(socket);
      if (open.has(socket)) waiting.add(socket);
    });
  });
}

const firstOf = <Value>(values: Set<Value>): Value | undefined => values.values().next().value;
