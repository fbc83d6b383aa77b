/**
 * The benchmark's server for machines without nginx, a process of its own: `node node-server.ts SOURCE CERTIFICATE KEY`
 * prints its two ports as one line of JSON. It costs more processor time than nginx does, of Ferry's peers as well.
 */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { answersOfAlfresco, contentPath } from './bench-server.ts';

const [source, certificate, key] = process.argv.slice(2) as [string, string, string];
const { size } = statSync(source);
const answers = answersOfAlfresco(size);

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname === contentPath) {
    response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': size });
    pipeline(createReadStream(source, { highWaterMark: 1024 * 1024 }), response).catch(() =>
      response.destroy(),
    );
    return;
  }
  const found = answers[pathname];
  request.resume();
  response.writeHead(found ? 200 : 404, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(found ?? {}));
}

const servers = [
  createServer(answer),
  createTlsServer({ cert: readFileSync(certificate), key: readFileSync(key) }, answer),
];
const ports = servers.map(
  (server) =>
    new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    }),
);
const [http, https] = await Promise.all(ports);
process.stdout.write(`${JSON.stringify({ http, https })}\n`);
