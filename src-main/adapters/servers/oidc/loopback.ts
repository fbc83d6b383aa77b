import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusal } from '../../../../src-shared/failures/failure.ts';
import { phrase } from '../../../../src-shared/language/phrase.ts';

/** Waits on this machine for a browser that comes back from a sign-in. */
export interface Loopback {
  /** The address to come back to, with the port that is listened on. */
  redirect: string;
  /** Resolves with the first address that came with the state; whatever else comes is ignored. */
  cameBack(state: string): Promise<URL>;
  close(): void;
}

/**
 * Listens where a browser is to be sent back to: on 127.0.0.1 at a free port, or at the very address that an
 * administrator registered, which may be called localhost. Rejects with words where that port is taken.
 *
 * @param words what the browser shows once it is back
 */
export async function openLoopback(fixed: string | undefined, words: () => string): Promise<Loopback> {
  const wanted = new URL(fixed ?? 'http://127.0.0.1:0/');
  const hosts =
    wanted.hostname === 'localhost' ? ['127.0.0.1', '::1'] : [wanted.hostname.replace(/^\[|\]$/g, '')];
  let arrived: (url: URL) => boolean = () => false;
  let redirect = wanted;

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = URL.parse(request.url ?? '', redirect.origin);
    // Another name for this machine may be another site's.
    const isOurs =
      request.method === 'GET' &&
      request.headers.host === redirect.host &&
      url?.pathname === redirect.pathname;
    const isTaken = isOurs && url !== null && arrived(url);
    response.writeHead(isTaken ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'",
      'referrer-policy': 'no-referrer',
      connection: 'close',
    });
    response.end(isTaken ? page(words()) : '');
  };

  const servers: Server[] = [];
  const close = (): void => {
    for (const server of servers) {
      server.close();
      server.closeIdleConnections();
    }
  };
  try {
    for (const host of hosts) {
      const server = createServer(answer);
      await listen(server, Number(wanted.port || (fixed === undefined ? 0 : 80)), host);
      servers.push(server);
    }
  } catch (error) {
    close();
    // This machine may have no IPv6.
    if (servers.length === 0 || (error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw refusal(phrase('validationErrors.signIn.portTaken', { address: wanted.href }));
  }
  if (fixed === undefined) {
    redirect = new URL(wanted);
    redirect.port = String((servers[0]!.address() as AddressInfo).port);
  }
  return {
    redirect: redirect.href,
    close,
    cameBack: (state) =>
      new Promise((resolve) => {
        arrived = (url) => {
          if (url.searchParams.get('state') !== state) return false;
          arrived = () => false;
          resolve(url);
          return true;
        };
      }),
  };
}

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });

const page = (words: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Ferry</title><h1>Ferry</h1><p>${words}</p>`;
