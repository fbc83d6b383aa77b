import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { serve } from '../../../src-shared/rpc.ts';
import type { Served } from '../../../src-shared/rpc.ts';
import type { Report } from '../../../src-shared/rpc-wire.ts';
import { longestAnswer, longestCall, overSocket } from '../../../src-shared/rpc-wire.ts';
import { protocolName } from '../../../src-shared/web-access.ts';

/** Tabs that may be open at the same time. */
export const mostSockets = 32;
/** Milliseconds that a tab has for its goodbye. */
const goodbye = 1_000;
/** Milliseconds between two looks whether a tab is still there. */
const heartbeat = 30_000;

/** The sockets of all open tabs. */
export interface Sockets {
  readonly full: boolean;
  /** Takes over a request that may come in, and serves the app to it. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Says goodbye to every tab; resolves when the last one is gone. */
  close(): Promise<void>;
}

export interface SocketOptions {
  app: Served;
  report: Report;
  /** Bytes that may wait for a tab that doesn't read; one that has more is cut off and comes again by itself. */
  mostWaiting?: number;
}

/** Serves the app over WebSockets whose requests were let in by the access checks. */
export function createSockets({ app, report, mostWaiting = longestAnswer }: SocketOptions): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: longestCall,
    maxFragments: 1_000,
    perMessageDeflate: false,
    // A page asks for all that it shows at once: what is answered goes out before the next question is looked at.
    allowSynchronousEvents: false,
    handleProtocols: () => protocolName,
  });
  const silent = new Set<WebSocket>();

  const timer = setInterval(() => {
    for (const socket of server.clients) {
      if (silent.has(socket)) socket.terminate();
      silent.add(socket);
      socket.ping();
    }
  }, heartbeat);
  timer.unref();

  const welcome = (socket: WebSocket): void => {
    socket.on('error', () => socket.terminate());
    for (const sign of ['message', 'pong']) socket.on(sign, () => void silent.delete(socket));
    socket.on('close', () => void silent.delete(socket));
    const transport = overSocket(socket);
    const send = (message: string): void => {
      if (socket.bufferedAmount > mostWaiting) socket.terminate();
      else transport.send(message);
    };
    serve({ ...transport, send }, app, 'web', report);
  };

  return {
    get full() {
      return server.clients.size >= mostSockets;
    },
    accept: (request, socket, head) => server.handleUpgrade(request, socket, head, welcome),
    close: async () => {
      clearInterval(timer);
      const gone = [...server.clients].map((socket) => new Promise((resolve) => socket.on('close', resolve)));
      for (const socket of server.clients) socket.close(1001);
      const patience = setTimeout(() => server.clients.forEach((socket) => socket.terminate()), goodbye);
      await Promise.all(gone);
      clearTimeout(patience);
      server.close();
    },
  };
}
