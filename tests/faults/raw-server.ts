import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { SecureContextOptions } from 'node:tls';
import { onTestFinished } from 'vitest';
import { pattern } from './wire.ts';
import type { Step } from './wire.ts';

/** A request as it came over the wire. */
export interface RawRequest {
  method: string;
  /** Path and query, as sent. */
  target: string;
  path: string;
  /** Names in lower case, in the order in which they came. */
  headers: [name: string, value: string][];
  /** The first header of that name. */
  header(name: string): string | undefined;
  body: string;
  /** Head and body as they came. */
  text: string;
  /** Which of the server's connections it came on, counted from 1. */
  connection: number;
}

/** What a server does with a request. */
export type Script = (request: RawRequest) => Step[];

export interface RawServer {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  port: number;
  /** All requests so far, oldest first. */
  requests: RawRequest[];
  /** Connections that were opened so far. */
  readonly connections: number;
  /** What becomes of connections to come before a word is said: `stall` accepts them and is silent. */
  greeting: Greeting;
  /** Drops all connections, and has another certificate for those to come. */
  present(certificate: SecureContextOptions): void;
  /** Listens no more and drops everybody, until `comeBack`. */
  goAway(): Promise<void>;
  /** Listens on the same port again. */
  comeBack(): Promise<void>;
}

export type Greeting = 'speak' | 'stall' | 'rst';

export interface RawServerOptions {
  /** The certificate to speak TLS with; without one, plain TCP. */
  tls?: SecureContextOptions;
}

/** A certificate of tests/fixtures/tls with its key. */
export function certificate(name: string): SecureContextOptions {
  const file = (ending: string): Buffer =>
    readFileSync(new URL(`../fixtures/tls/${name}.${ending}`, import.meta.url));
  return { key: file('key'), cert: file('crt') };
}

/** Parses the first whole request in what came, or null while there is none. */
function parse(text: string, connection: number): { request: RawRequest; rest: string } | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [line = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = lines.map((entry): [string, string] => {
    const colon = entry.indexOf(':');
    return [entry.slice(0, colon).toLowerCase(), entry.slice(colon + 1).trim()];
  });
  const header = (name: string): string | undefined => headers.find((entry) => entry[0] === name)?.[1];
  const length = Number(header('content-length') ?? 0);
  const bodyStart = end + 4;
  if (text.length < bodyStart + length) return null;
  const [method = '', target = ''] = line.split(' ');
  return {
    request: {
      method,
      target,
      path: target.split('?')[0]!,
      headers,
      header,
      body: Buffer.from(text.slice(bodyStart, bodyStart + length), 'latin1').toString(),
      text: text.slice(0, bodyStart + length),
      connection,
    },
    rest: text.slice(bodyStart + length),
  };
}

const write = async (socket: Socket, bytes: Uint8Array): Promise<void> => {
  if (socket.destroyed || bytes.length === 0) return;
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
};

/** Plays the steps; whether another request may follow on the connection. */
async function play(socket: Socket, steps: Step[]): Promise<boolean> {
  for (const step of steps) {
    if (socket.destroyed) return false;
    if ('send' in step) await write(socket, Buffer.from(step.send, 'latin1'));
    else if ('bytes' in step) await write(socket, step.bytes);
    else if ('pattern' in step) await write(socket, pattern(step.pattern, step.from, step.to));
    else if ('passed' in step) step.passed();
    else if ('drip' in step) {
      const timer = setInterval(() => socket.write(Buffer.alloc(1)), step.drip);
      socket.once('close', () => clearInterval(timer));
      return false;
    } else if ('stall' in step) return false;
    else {
      if (step.close === 'fin') socket.end();
      else socket.resetAndDestroy();
      return false;
    }
  }
  return true;
}

/**
 * Starts a server for the running test that answers each request with what the script says, byte by byte: right, wrong
 * or no HTTP at all. Requests on one connection are answered in their order.
 */
export async function startRawServer(script: Script, options: RawServerOptions = {}): Promise<RawServer> {
  const { tls } = options;
  const requests: RawRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;

  const attend = (socket: Socket, connection: number): void => {
    let heard = '';
    let turn = Promise.resolve(true);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      for (let found = parse(heard, connection); found; found = parse(heard, connection)) {
        heard = found.rest;
        const { request } = found;
        requests.push(request);
        turn = turn.then((goesOn) => goesOn && play(socket, script(request)));
      }
    });
  };
  // Listens to nothing itself: it is handed the connections that are greeted.
  const secure = tls ? createTlsServer(tls) : null;
  secure?.on('tlsClientError', () => undefined);
  secure?.on('secureConnection', (socket) => attend(socket, connections));
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    if (raw.greeting === 'rst') socket.resetAndDestroy();
    else if (raw.greeting === 'stall') socket.resume();
    else if (secure) secure.emit('connection', socket);
    else attend(socket, connections);
  });
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };

  const listen = async (port: number): Promise<void> => {
    const listening = once(server, 'listening');
    server.listen(port, '127.0.0.1');
    await listening;
  };
  const goAway = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    drop();
    await closed;
  };
  await listen(0);
  onTestFinished(goAway);
  const { port } = server.address() as AddressInfo;
  const raw: RawServer = {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    requests,
    greeting: 'speak',
    get connections() {
      return connections;
    },
    present: (next) => {
      secure?.setSecureContext(next);
      drop();
    },
    goAway,
    comeBack: () => listen(port),
  };
  return raw;
}
