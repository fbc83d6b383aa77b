import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Served } from '../../../src-shared/rpc.ts';
import type { Report } from '../../../src-shared/rpc-wire.ts';
import { sessionPath, socketPath, ticketIn, ticketPath } from '../../../src-shared/web-access.ts';
import {
  bearerOf,
  bodyIsJson,
  createLock,
  hostIsOwn,
  loopback,
  newToken,
  opensPage,
  originIsOwn,
  originIsOwnOrMissing,
  ownOrigin,
  Sessions,
  single,
  siteIsOwn,
  Tickets,
  WrongTokens,
} from './access-checks.ts';
import { keepRoom } from './connection-room.ts';
import { pageHeaders } from './headers.ts';
import { createSockets } from './sockets.ts';
import { loadStaticFiles } from './static-files.ts';

export interface WebHostOptions {
  app: Served;
  /** The folder of the built screen. */
  assets: string;
  /** 0 for a free one. */
  port?: number;
  /** Milliseconds since some moment, never jumping. */
  monotonic: () => number;
  /** Told of what goes wrong inside, for the log. */
  report?: Report;
}

export interface WebHost {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** The way in, with its token in the fragment: for the user's browser and terminal alone. */
  address: string;
  close(): Promise<void>;
}

/** Tabs take one each for good, and a few while they load. */
const mostConnections = 256;

/** Bytes of the longest body of a post: it is `{}`. */
const longestBody = 1_000;

/**
 * Serves the screen and the app to browsers on this machine, on 127.0.0.1 alone. Rejects with `ScreenMissingError`,
 * or with the system's error when the port is taken.
 */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { app, monotonic, report = () => {} } = options;
  const files = await loadStaticFiles(options.assets);
  const entryToken = newToken();
  const isEntryToken = createLock(entryToken);
  const sessions = new Sessions();
  const tickets = new Tickets(monotonic);
  const wrongTokens = new WrongTokens(monotonic);
  const sockets = createSockets({ app, report });
  let port = 0;

  /** Status to refuse with, or null for a request that may be looked at. Comes before everything else. */
  const stranger = (request: IncomingMessage): number | null => (hostIsOwn(request, port) ? null : 421);

  const servePost = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!originIsOwn(request) || !siteIsOwn(request)) return end(response, 403);
    if (!bodyIsJson(request)) return end(response, 415);
    const offered = bearerOf(request);
    const right = request.url === sessionPath ? isEntryToken : (token: string) => sessions.has(token);
    if (offered === null || !right(offered)) return end(response, wrongTokens.note() ? 401 : 429);
    const status = await bodyFault(request);
    if (status !== null) return end(response, status);
    const answer = request.url === sessionPath ? { session: sessions.begin() } : { ticket: tickets.issue() };
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(answer));
  };

  const serveFile = (request: IncomingMessage, response: ServerResponse): void => {
    if (!originIsOwnOrMissing(request)) return end(response, 403);
    if (!siteIsOwn(request) && !opensPage(request)) return end(response, 403);
    const file = files.get(request.url ?? '');
    if (!file) return end(response, 404);
    response.setHeader('Content-Type', file.type);
    response.setHeader('Content-Length', file.body.length);
    if (file.lasting) response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
    response.end(request.method === 'HEAD' ? undefined : file.body);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const status = stranger(request);
    if (status !== null) return end(response, status);
    for (const [name, value] of Object.entries(pageHeaders(ownOrigin(request))))
      response.setHeader(name, value);
    const isDoor = request.url === sessionPath || request.url === ticketPath;
    const methods = isDoor ? ['POST'] : ['GET', 'HEAD'];
    if (!methods.includes(request.method ?? '')) {
      response.setHeader('Allow', methods.join(', '));
      return end(response, 405);
    }
    if (isDoor) return servePost(request, response);
    serveFile(request, response);
  };

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const status = stranger(request) ?? upgradeFault(request);
    if (status === null) return sockets.accept(request, socket, head);
    socket.on('error', () => socket.destroy());
    // Whoever doesn’t close his side would stay for good.
    socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
      socket.destroy(),
    );
  };

  const upgradeFault = (request: IncomingMessage): number | null => {
    if (request.url !== socketPath) return 404;
    if (!originIsOwn(request) || !siteIsOwn(request)) return 403;
    const ticket = ticketIn(single(request, 'sec-websocket-protocol') ?? '');
    if (ticket === null || !tickets.redeem(ticket)) return wrongTokens.note() ? 401 : 429;
    return sockets.full ? 503 : null;
  };

  const server = createServer(
    // A missing Host is refused by the same rule as a wrong one.
    { requireHostHeader: false, maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 15_000 },
    (request, response) => {
      handle(request, response).catch((error: unknown) => {
        report('web host', error);
        response.destroy();
      });
    },
  );
  keepRoom(server, mostConnections);
  server.on('upgrade', upgrade);
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, loopback, () => {
      server.off('error', reject);
      resolve();
    });
  });
  port = (server.address() as AddressInfo).port;
  const origin = `http://${loopback}:${port}`;

  return {
    origin,
    address: `${origin}/#${entryToken}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      await sockets.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Refuses without a body. The connection ends, since an unread request body may still be coming. */
function end(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.setHeader('Connection', 'close');
  response.setHeader('Content-Length', 0);
  response.end();
}

/** Status to refuse a post's body with: it must be a JSON object. Null when it is. */
async function bodyFault(request: IncomingMessage): Promise<number | null> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += chunk as string;
    if (text.length > longestBody) return 413;
  }
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? null : 400;
  } catch {
    return 400;
  }
}
