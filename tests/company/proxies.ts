import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Server } from 'proxy-chain';
import { onTestFinished } from 'vitest';

/** A real proxy on this machine, for as long as the running test lasts. */
export interface LocalProxy {
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** `127.0.0.1:PORT` */
  host: string;
  /** Tunnels and requests that it was asked for, as `host:port`, oldest first. */
  readonly asked: string[];
  /** The sign-ins that it was given, as `user:password`. */
  readonly signIns: string[];
  /** What it wants from now on; null lets everybody through. */
  account: { user: string; password: string } | null;
  readonly port: number;
  /** Ends every connection. */
  drop(): void;
  /** Ends every connection and listens no more. */
  stop(): Promise<void>;
}

/** Starts npm's proxy-chain. Names are looked up by it alone: all of them are this machine. */
export async function startProxy(
  account: { user: string; password: string } | null = null,
  port = 0,
): Promise<LocalProxy> {
  const asked: string[] = [];
  const signIns: string[] = [];
  const server = new Server({
    host: '127.0.0.1',
    port,
    prepareRequestFunction: ({ username, password, hostname, port }) => {
      asked.push(`${hostname}:${port}`);
      if (username) signIns.push(`${username}:${password}`);
      const { account: wanted } = proxy;
      const isLetIn = wanted === null || (username === wanted.user && password === wanted.password);
      return {
        requestAuthentication: !isLetIn,
        dnsLookup: ((_name: string, options: { all?: boolean }, done: (...found: unknown[]) => void) =>
          options.all
            ? done(null, [{ address: '127.0.0.1', family: 4 }])
            : done(null, '127.0.0.1', 4)) as never,
      };
    },
  });
  await server.listen();
  let isStopped = false;
  const proxy: LocalProxy = {
    url: `http://127.0.0.1:${server.port}`,
    host: `127.0.0.1:${server.port}`,
    asked,
    signIns,
    account,
    port: server.port,
    drop: () => server.closeConnections(),
    stop: async () => {
      if (isStopped) return;
      isStopped = true;
      server.closeConnections();
      await server.close(true);
    },
  };
  onTestFinished(() => proxy.stop());
  return proxy;
}

/** A proxy that answers each head in its own way, for what real ones rarely say. */
export async function startOddProxy(
  answer: (socket: Socket, head: string) => void,
): Promise<{ url: string; host: string; heads: string[] }> {
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (chunk) => {
      const head = chunk.toString('latin1');
      heads.push(head);
      answer(socket, head);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, heads };
}
