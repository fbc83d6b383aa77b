/**
 * A server over a bad line, a process of its own: `node bad-server.ts SOURCE KIND VALUE` prints its port. It has ranges and a
 * strong ETag. KIND is `rate` (bytes a second for each connection), `delay` (milliseconds before each answer and each piece of
 * it), `cut` (bytes after which each connection is cut) or `good`. What it sent of the file is told at `/sent`.
 */
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answersOfAlfresco, contentPath } from './bench-server.ts';

const [source, kind, value] = process.argv.slice(2) as [string, 'cut' | 'delay' | 'good' | 'rate', string];
const amount = Number(value);
const { size } = statSync(source);
const answers = answersOfAlfresco(size);
let sent = 0;

/** Resolves when more can be written, or nothing anymore. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

async function send(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const from = range ? Number(range[1]) : 0;
  const to = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  if (kind === 'delay') await sleep(amount);
  response.writeHead(range ? 206 : 200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': to - from + 1,
    'Accept-Ranges': 'bytes',
    ETag: '"source"',
    ...(range && { 'Content-Range': `bytes ${from}-${to}/${size}` }),
  });
  if (request.method === 'HEAD') return void response.end();
  const began = performance.now();
  let own = 0;
  for await (const chunk of createReadStream(source, { start: from, end: to, highWaterMark: 65_536 })) {
    const piece = chunk as Buffer;
    if (kind === 'cut' && own >= amount) return void request.socket.destroy();
    if (kind === 'rate') await sleep(Math.max(0, (own / amount) * 1_000 - (performance.now() - began)));
    // A window of 64 KiB a round trip, as far as one connection goes.
    if (kind === 'delay') await sleep(amount / 16);
    if (response.destroyed) return;
    own += piece.length;
    sent += piece.length;
    if (!response.write(piece)) await drained(response);
  }
  response.end();
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname === contentPath) return void send(request, response).catch(() => response.destroy());
  request.resume();
  const found = pathname === '/sent' ? { sent } : answers[pathname];
  response
    .writeHead(found ? 200 : 404, { 'Content-Type': 'application/json' })
    .end(JSON.stringify(found ?? {}));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
