import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Keeps a server at so many connections at most. Where another one comes, the one goes that has been there for the longest
 * without a whole request under way: whoever opens hundreds and says nothing, or half of something, keeps nobody out.
 */
export function keepRoom(server: Server, most: number): void {
  const open = new Set<Socket>();
  /** Those of them without a whole request, the oldest first. */
  const waiting = new Set<Socket>();
  const drop = (socket: Socket): void => {
    open.delete(socket);
    waiting.delete(socket);
    socket.destroy();
  };
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    waiting.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      waiting.delete(socket);
    });
    if (open.size > most) drop(waiting.values().next().value ?? socket);
  });
  server.on('upgrade', ({ socket }) => waiting.delete(socket));
  server.on('request', (request, response) => {
    const { socket } = request;
    if (request.method === 'POST') request.once('end', () => waiting.delete(socket));
    else waiting.delete(socket);
    // A connection that is kept for the next request waits like a new one.
    response.once('finish', () => {
      if (open.has(socket)) waiting.add(socket);
    });
  });
}
