/** A web host with a small screen and a fake app, started anew for each test, and raw ways to knock at its doors. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request as startRequest } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, expect } from 'vitest';
import {
  sessionAnswerSchema,
  sessionPath,
  socketPath,
  socketProtocols,
  ticketAnswerSchema,
  ticketPath,
} from '../../src-shared/web-access.ts';
import { startWebHost } from '../../src-main/hosts/web/server.ts';
import type { WebHost } from '../../src-main/hosts/web/server.ts';
import { createFakeApp } from '../fakes/fake-app.ts';
import type { FakeApp } from '../fakes/fake-app.ts';

export const info = {
  version: '1.2.3',
  capabilities: {
    open: true,
    pickFolder: 'list' as const,
    demo: true,
    trash: true,
    sleep: false,
    settings: [],
  },
  defaultFolder: '/downloads',
  online: true,
  notices: [],
};

export let folder: string;
export let app: FakeApp;
export let host: WebHost;
export let port: number;
export let ownHost: string;
let now: number;
export const toEnd: (() => void)[] = [];

/** Lets so many milliseconds pass on the host's clock. */
export function passTime(milliseconds: number): void {
  now += milliseconds;
}

/** Starts the host; each test finds one started. */
export async function begin(): Promise<void> {
  host = await startWebHost({ app, assets: join(folder, 'renderer'), monotonic: () => now });
  port = Number(new URL(host.origin).port);
  ownHost = `127.0.0.1:${port}`;
}

/** A host of its own for each test of the file that calls it. */
export function useHost(): void {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ferry-doors-'));
    const assets = join(folder, 'renderer');
    await mkdir(join(assets, 'assets'), { recursive: true });
    await writeFile(join(assets, 'index.html'), '<!doctype html><title>Ferry</title>');
    await writeFile(join(assets, 'assets', 'index-a1B2c3.js'), 'export {};');
    await writeFile(join(assets, 'assets', 'mark.svg'), '<svg/>');
    await writeFile(join(assets, 'notes.txt'), 'not a part of the screen');
    await writeFile(join(folder, 'secret.html'), 'outside');
    await symlink(join(folder, 'secret.html'), join(assets, 'link.html'));
    app = createFakeApp({ 'app.info': () => info });
    now = 1_000_000;
    await begin();
  });

  afterEach(async () => {
    for (const end of toEnd.splice(0)) end();
    await host.close();
    await rm(folder, { recursive: true, force: true });
  });
}

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Question {
  method?: string;
  path?: string;
  headers?: OutgoingHttpHeaders;
  body?: string;
}

/** One request with exactly these headers (besides Host, unless it is given). */
export function ask({ method = 'GET', path = '/', headers = {}, body }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = startRequest({ host: '127.0.0.1', port, method, path, agent: false, headers });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.end(body);
  });
}

/** Bytes as they are; resolves with the first line of the answer, or '' when the host just hangs up. */
export function sendRaw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectSocket(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => (answer += data.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''));
    socket.end(text);
  });
}

export const entryToken = (): string => new URL(host.address).hash.slice(1);
export const postHeaders = (token: string): OutgoingHttpHeaders => ({
  host: ownHost,
  origin: host.origin,
  'content-type': 'application/json',
  authorization: `Bearer ${token}`,
});

export const post = (
  path: string,
  token: string,
  changes: OutgoingHttpHeaders = {},
  body = '{}',
): Promise<Answer> => {
  const headers = { ...postHeaders(token), ...changes };
  for (const [name, value] of Object.entries(headers)) if (value === undefined) delete headers[name];
  return ask({ method: 'POST', path, headers, body });
};

export async function openSession(): Promise<string> {
  const answer = await post(sessionPath, entryToken());
  expect(answer.status).toBe(200);
  return sessionAnswerSchema.parse(JSON.parse(answer.body)).session;
}

export async function getTicket(session?: string): Promise<string> {
  const answer = await post(ticketPath, session ?? (await openSession()));
  expect(answer.status).toBe(200);
  return ticketAnswerSchema.parse(JSON.parse(answer.body)).ticket;
}

/** Tries to open a socket: the status that refused it, or the socket. */
export async function openSocket(
  protocols: string[],
  headers: Record<string, string> = { origin: host.origin },
  path = socketPath,
): Promise<WebSocket | number> {
  const socket = new WebSocket(`ws://${ownHost}${path}`, protocols, { headers, finishRequest: undefined });
  socket.on('error', () => {});
  toEnd.push(() => socket.terminate());
  return new Promise((resolve) => {
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('close', () => resolve(0));
  });
}

export async function openedSocket(session?: string): Promise<WebSocket> {
  const socket = await openSocket(socketProtocols(await getTicket(session)));
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

export const noTimer = { after: () => () => {} };
