import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { DetailedPeerCertificate } from 'node:tls';
import type { Readable } from 'node:stream';
import got from 'got';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { judged } from './certificate-facts.ts';
import { giveBack, giveBackSoon } from './chunk-memory.ts';
import type { Route } from './dialer.ts';
import { failureOfError, isAboutIdentity } from './http-errors.ts';

/** Milliseconds that each step may take. There is none for a whole request: a large file takes what it takes. */
export interface Timeouts {
  lookup: number;
  connect: number;
  secureConnect: number;
  /** Silence in the middle of an exchange. */
  socket: number;
  /** From a request for JSON to its answer's headers. */
  response: number;
  /** From a request for JSON to the end of its answer: however little comes in between, nothing is waited for longer. */
  exchange: number;
  /** As `response` for a file: servers before 6.0 read all of it before they send the first byte (MNT-19833). */
  firstByte: number;
  /** A file of which fewer bytes come in such a time spent waiting for them is given up. */
  slowest: { bytes: number; milliseconds: number };
}

/** What is used when nothing else is said. */
export const defaultTimeouts: Timeouts = {
  lookup: 15_000,
  connect: 15_000,
  secureConnect: 15_000,
  socket: 60_000,
  response: 60_000,
  exchange: 180_000,
  firstByte: 300_000,
  slowest: { bytes: 1024, milliseconds: 60_000 },
};

/** One request, all of it: no header is added but what HTTP itself needs. */
export interface Outgoing {
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  /** Milliseconds until the headers, of silence in between, and until the end of all of it. */
  silence: { response: number; socket?: number; request?: number };
  decompress: boolean;
  /** The only addresses that the name may lead to; null asks the system. */
  addresses: string[] | null;
  route: Route;
  /** Whether a socket is kept for later, and one that was kept is used. */
  keep: boolean;
  /** Whether a lost answer leaves something behind on the server: failures then say `answerLost`. */
  creates: boolean;
}

/** An answer whose headers are there. */
export interface Incoming {
  status: number;
  headers: IncomingHttpHeaders;
  body: AsyncIterable<Uint8Array>;
  dismiss(): void;
}

/** A lookup that knows the checked addresses only, so that a name can't lead elsewhere a moment later. */
const pinned = (addresses: string[]): LookupFunction => {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    if (options.all) callback(null, found);
    else callback(null, found[0]!.address, found[0]!.family);
  };
};

/** Bytes that are read from a body at once. Each read costs several turns of the event loop, for whatever it brings. */
const pieceSize = 256 * 1024;
/** What came is handed on after so long, however little it is: on a slow line it else came in jerks. Milliseconds. */
const longestHold = 200;

/** The chunks as one; they are used up by it. */
function joined(chunks: Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
    giveBack(chunk);
  }
  return all;
}

/**
 * A body's bytes as they come, in pieces of at least `pieceSize` where the line is fast enough. Those that came before a
 * failure are handed on before the failure is: a stream's own buffer would be thrown away with it.
 */
export function received(stream: Readable, meaning: (error: unknown) => Error): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  let isOver = false;
  let failure: Error | null = null;
  let hold: NodeJS.Timeout | undefined;
  let enough = Promise.withResolvers<void>();
  const finish = (error: Error | null): void => {
    if (!isOver) failure = error;
    isOver = true;
    enough.resolve();
  };
  stream.on('data', (chunk: Uint8Array) => {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes >= pieceSize) {
      stream.pause();
      enough.resolve();
    } else hold ??= setTimeout(() => enough.resolve(), longestHold);
  });
  stream.once('end', () => finish(null));
  stream.once('error', (error) => finish(meaning(error)));
  stream.once('close', () => finish(meaning(null)));
  return (async function* () {
    for (;;) {
      await enough.promise;
      clearTimeout(hold);
      hold = undefined;
      // More may come, and the end, while the piece is read.
      const isLast = isOver;
      if (!isLast) enough = Promise.withResolvers();
      const piece = joined(waiting, bytes);
      waiting = [];
      bytes = 0;
      if (stream.isPaused()) stream.resume();
      if (piece.length > 0) yield piece;
      if (!isLast) continue;
      if (failure) throw failure as Error;
      return;
    }
  })();
}

/** The server closed a kept socket just as the request went out on it. */
class StaleSocketError extends Error {}

/**
 * Sends one request and resolves when the headers of its answer are there, whatever the status. Rejects with a
 * `FailedError`, or with the signal's reason; so does reading the body. Sent once, but for what may be sent twice (all
 * but POST, RFC 9110 section 9.2.2) and whose kept socket turns out closed: that goes out again, on a socket of its own
 * (RFC 9112 section 9.3.1).
 */
export async function send(outgoing: Outgoing, timeouts: Timeouts): Promise<Incoming> {
  try {
    return await sendOnce(outgoing, timeouts);
  } catch (error) {
    if (!(error instanceof StaleSocketError)) throw error;
    return sendOnce({ ...outgoing, keep: false }, timeouts);
  }
}

function sendOnce(outgoing: Outgoing, timeouts: Timeouts): Promise<Incoming> {
  const { signal, creates, route } = outgoing;
  signal.throwIfAborted();
  const reached = { connected: false, answered: false };
  let reused = false;
  let presented: DetailedPeerCertificate | null = null;
  const stream = got.stream(outgoing.url, {
    method: outgoing.method,
    headers: { 'user-agent': 'Ferry', ...outgoing.headers },
    ...(outgoing.body !== undefined && { body: outgoing.body }),
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: outgoing.decompress,
    timeout: {
      lookup: timeouts.lookup,
      connect: timeouts.connect,
      secureConnect: timeouts.secureConnect,
      ...outgoing.silence,
    },
    agent: outgoing.keep ? route.kept : route.single(),
    ...(outgoing.addresses !== null && { dnsLookup: pinned(outgoing.addresses) }),
  });
  const stop = (): void => void stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  stream.once('close', () => signal.removeEventListener('abort', stop));
  const meaning = (error: unknown): Error => {
    if (signal.aborted) return signal.reason as Error;
    if (error instanceof FailedError) return error;
    const { code } = (error ?? {}) as { code?: unknown };
    const isClosed = code === 'ECONNRESET' || code === 'EPIPE';
    if (reused && isClosed && !reached.answered && outgoing.method !== 'POST') return new StaleSocketError();
    const failure = failureOfError(error, reached, route);
    if (failure.kind === 'untrusted' && presented) Object.assign(failure, judged(failure, presented));
    // Whom a server doesn't know by certificate it doesn't listen to, although TLS 1.3 stands by then.
    const mayBeDone = reached.connected && !isAboutIdentity(error);
    return new FailedError(failure, { answerLost: creates && mayBeDone });
  };
  stream.once('request', (request: ClientRequest) => {
    const stood = (): void => {
      reached.connected = true;
    };
    request.once('socket', (socket) => {
      if (!socket.listeners('data').includes(giveBackSoon)) socket.on('data', giveBackSoon);
      reused = request.reusedSocket;
      if (!socket.connecting) return stood();
      // Before it is judged: once that failed, the certificate is out of reach. Asked for as X509Certificate, it would
      // lose its names to the judge (Node 24).
      if (socket instanceof TLSSocket)
        socket.prependOnceListener('secure', () => {
          presented = socket.getPeerCertificate(true);
        });
      socket.once(outgoing.url.protocol === 'https:' ? 'secureConnect' : 'connect', stood);
    });
  });
  // got waits for somebody to write the body of such a request.
  if (outgoing.method !== 'GET' && outgoing.body === undefined) stream.end();
  return new Promise((resolve, reject) => {
    // Stays for the stream's whole life: after the headers, the body's reader gets it from the iterator.
    stream.on('error', (error) => reject(meaning(error)));
    stream.once('close', () => reject(meaning(null)));
    stream.once('response', (response: IncomingMessage) => {
      reached.answered = true;
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: received(stream, meaning),
        dismiss: stop,
      });
    });
  });
}
