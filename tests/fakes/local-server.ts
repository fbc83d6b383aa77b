import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createRawServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as it came. */
export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface LocalServer {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** Requests whose bodies came whole, oldest first. */
  requests: SeenRequest[];
  /** Sockets that were opened so far. */
  readonly connections: number;
}

async function listen(
  server: Server,
  scheme: string,
): Promise<{ origin: string; sockets: Set<Socket>; opened: () => number }> {
  const sockets = new Set<Socket>();
  let opened = 0;
  server.on('connection', (socket: Socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return {
    origin: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets,
    opened: () => opened,
  };
}

/** A server on this machine for as long as the running test lasts. With `tls`, its certificate is one that nobody signed. */
export async function startLocalServer(
  handler: (request: SeenRequest, response: ServerResponse) => void,
  options: { tls?: boolean } = {},
): Promise<LocalServer> {
  const requests: SeenRequest[] = [];
  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
      requests.push(request);
      handler(request, response);
    });
  };
  const file = (name: string): Buffer => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url));
  const server = options.tls
    ? createTlsServer({ key: file('self-signed.key'), cert: file('self-signed.crt') }, listener)
    : createServer(listener);
  const { origin, opened } = await listen(server, options.tls ? 'https' : 'http');
  return {
    origin,
    requests,
    get connections() {
      return opened();
    },
  };
}

/** A server that sends exactly these characters after each request, right or wrong HTTP, and lets the test end the socket. */
export async function startRawServer(
  reply: (socket: Socket, head: string) => void,
): Promise<{ origin: string; heads: string[] }> {
  const heads: string[] = [];
  const server = createRawServer((socket) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = text.slice(0, end);
      text = '';
      heads.push(head);
      reply(socket, head);
    });
  });
  const { origin } = await listen(server, 'http');
  return { origin, heads };
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
