/**
 * Each rule of the web host's doors, over raw requests: what a page of another site, another account of this machine
 * or a broken client could send.
 */
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request as startRequest } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { connect as connectSocket } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../../src-shared/rpc.ts';
import { overSocket } from '../../src-shared/rpc-wire.ts';
import {
  sessionAnswerSchema,
  sessionPath,
  socketPath,
  socketProtocols,
  ticketAnswerSchema,
  ticketPath,
} from '../../src-shared/web-entry.ts';
import { newToken, ticketLifetime, WrongTokens } from '../../src-main/hosts/web/doors.ts';
import { startWebHost } from '../../src-main/hosts/web/server.ts';
import type { WebHost } from '../../src-main/hosts/web/server.ts';
import { mostSockets } from '../../src-main/hosts/web/sockets.ts';
import { ScreenMissingError } from '../../src-main/hosts/web/static-files.ts';
import { createFakeApp } from '../fakes/fake-app.ts';
import type { FakeApp } from '../fakes/fake-app.ts';

const info = {
  version: '1.2.3',
  capabilities: { open: true, pickFolder: 'list' as const, demo: true },
  defaultFolder: '/downloads',
  notices: [],
};

let folder: string;
let app: FakeApp;
let host: WebHost;
let port: number;
let ownHost: string;
let now: number;
const toEnd: (() => void)[] = [];

async function begin(): Promise<void> {
  host = await startWebHost({ app, assets: join(folder, 'renderer'), monotonic: () => now });
  port = Number(new URL(host.origin).port);
  ownHost = `127.0.0.1:${port}`;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-doors-'));
  const assets = join(folder, 'renderer');
  await mkdir(join(assets, 'assets'), { recursive: true });
  await writeFile(join(assets, 'index.html'), '<!doctype html><title>Ferry</title>');
  await writeFile(join(assets, 'assets', 'index-a1B2c3D4.js'), 'export {};');
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

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

interface Question {
  method?: string;
  path?: string;
  headers?: OutgoingHttpHeaders;
  body?: string;
}

/** One request with exactly these headers (besides Host, unless it is given). */
function ask({ method = 'GET', path = '/', headers = {}, body }: Question): Promise<Answer> {
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
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectSocket(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => (answer += data.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''));
    socket.end(text);
  });
}

const entryToken = (): string => new URL(host.address).hash.slice(1);
const postHeaders = (token: string): OutgoingHttpHeaders => ({
  host: ownHost,
  origin: host.origin,
  'content-type': 'application/json',
  authorization: `Bearer ${token}`,
});

const post = (
  path: string,
  token: string,
  changes: OutgoingHttpHeaders = {},
  body = '{}',
): Promise<Answer> => {
  const headers = { ...postHeaders(token), ...changes };
  for (const [name, value] of Object.entries(headers)) if (value === undefined) delete headers[name];
  return ask({ method: 'POST', path, headers, body });
};

async function openSession(): Promise<string> {
  const answer = await post(sessionPath, entryToken());
  expect(answer.status).toBe(200);
  return sessionAnswerSchema.parse(JSON.parse(answer.body)).session;
}

async function getTicket(session?: string): Promise<string> {
  const answer = await post(ticketPath, session ?? (await openSession()));
  expect(answer.status).toBe(200);
  return ticketAnswerSchema.parse(JSON.parse(answer.body)).ticket;
}

/** Tries to open a socket: the status that refused it, or the socket. */
async function openSocket(
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

async function openedSocket(session?: string): Promise<WebSocket> {
  const socket = await openSocket(socketProtocols(await getTicket(session)));
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

const noTimer = { after: () => () => {} };

describe('the way in', () => {
  test('token, session, ticket, socket, and the app answers and tells', async () => {
    const session = await openSession();
    const socket = await openedSocket(session);
    expect(socket.protocol).toBe('ferry.1');
    const client = connect(overSocket(socket), noTimer);
    expect(await client.call('app.info', {})).toEqual({ ok: true, value: info });
    const told = new Promise((resolve) => client.on('history.changed', resolve));
    app.emit('history.changed', {});
    await told;
    // The tab is reloaded: its session is good for another socket, and so is the address for another tab.
    await openedSocket(session);
    await openedSocket();
  });

  test('the token is 256 bits in the fragment, and new each time', async () => {
    expect(host.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}$/);
    const tokens = new Set(Array.from({ length: 1000 }, () => newToken()));
    expect(tokens.size).toBe(1000);
  });

  test('the name localhost works too, as an origin of its own', async () => {
    const name = `localhost:${port}`;
    const own = { host: name, origin: `http://${name}` };
    expect((await post(sessionPath, entryToken(), own)).status).toBe(200);
    expect((await post(sessionPath, entryToken(), { ...own, origin: host.origin })).status).toBe(403);
    expect((await ask({ headers: { host: name } })).headers['content-security-policy']).toContain(
      `ws://${name};`,
    );
  });

  test('closing the host ends every tab and frees the port', async () => {
    const socket = await openedSocket();
    const closed = once(socket, 'close');
    await host.close();
    expect((await closed)[0]).toBe(1001);
    expect(app.listening).toBe(0);
    await expect(ask({})).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('nothing listens on any other address', async () => {
    const socket = connectSocket(port, '::1');
    toEnd.push(() => socket.destroy());
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBeOneOf(['ECONNREFUSED', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);
  });

  test('a port that is taken is told to the caller', async () => {
    const options = { app, assets: join(folder, 'renderer'), monotonic: () => now, port };
    await expect(startWebHost(options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('a screen that was not built is told to the caller', async () => {
    await expect(
      startWebHost({ app, assets: join(folder, 'nowhere'), monotonic: () => now }),
    ).rejects.toBeInstanceOf(ScreenMissingError);
  });
});

describe('a request that was meant for another host', () => {
  const wrongHosts = () => [
    'evil.example',
    `evil.example:${port}`,
    '127.0.0.1',
    `127.0.0.1:${port + 1}`,
    `192.168.1.20:${port}`,
    `0.0.0.0:${port}`,
    `[::1]:${port}`,
    `127.0.0.1.evil.example:${port}`,
    `localhost.:${port}`,
    `user@127.0.0.1:${port}`,
  ];

  test('is refused on every route, with 421 and without a word', async () => {
    const token = entryToken();
    const session = await openSession();
    for (const name of wrongHosts()) {
      const own = { host: name, origin: `http://${name}` };
      const answers = [
        await ask({ headers: { host: name } }),
        await ask({ method: 'HEAD', headers: { host: name } }),
        await ask({ method: 'OPTIONS', headers: { host: name } }),
        await ask({ path: '/assets/mark.svg', headers: { host: name } }),
        await ask({ path: '/nothing', headers: { host: name } }),
        await post(sessionPath, token, own),
        await post(ticketPath, session, { host: name }),
      ];
      for (const answer of answers) {
        expect({ name, status: answer.status, body: answer.body }).toEqual({ name, status: 421, body: '' });
        expect(answer.headers['content-security-policy']).toBeUndefined();
      }
      const ticket = await getTicket(session);
      const headers = { host: name, origin: host.origin };
      expect(await openSocket(socketProtocols(ticket), headers)).toBe(421);
    }
  });

  test('is refused when it names no host or two', async () => {
    expect(await sendRaw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toContain(' 421 ');
    expect(await sendRaw('GET / HTTP/1.0\r\n\r\n')).toContain(' 421 ');
    expect(await sendRaw('GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n')).toContain(' 421 ');
    const two = `GET / HTTP/1.1\r\nHost: ${ownHost}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
    expect(await sendRaw(two)).not.toContain(' 200 ');
  });
});

describe('a request of another origin', () => {
  const wrongOrigins = () => [
    'null',
    'http://evil.example',
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1:${port + 1}`,
    `http://127.0.0.1:${port}.evil.example`,
    `http://127.0.0.1:${port}/`,
    'file://',
    '',
  ];

  test('gets no session and no ticket, whatever it knows', async () => {
    const session = await openSession();
    for (const origin of [...wrongOrigins(), undefined]) {
      expect({ origin, status: (await post(sessionPath, entryToken(), { origin })).status }).toEqual({
        origin,
        status: 403,
      });
      expect((await post(ticketPath, session, { origin })).status).toBe(403);
    }
  });

  test('gets no socket, and neither does one without an origin', async () => {
    const session = await openSession();
    for (const origin of wrongOrigins())
      expect(await openSocket(socketProtocols(await getTicket(session)), { origin })).toBe(403);
    expect(await openSocket(socketProtocols(await getTicket(session)), {})).toBe(403);
  });

  test('gets no part of the screen', async () => {
    for (const origin of wrongOrigins())
      expect((await ask({ path: '/assets/mark.svg', headers: { host: ownHost, origin } })).status).toBe(403);
  });

  test('is seen by what the browser says of its site', async () => {
    const session = await openSession();
    for (const site of ['cross-site', 'same-site', 'nonsense']) {
      const headers = { 'sec-fetch-site': site };
      expect((await ask({ headers: { host: ownHost, ...headers } })).status).toBe(403);
      expect((await post(sessionPath, entryToken(), headers)).status).toBe(403);
      expect((await post(ticketPath, session, headers)).status).toBe(403);
      const ticket = await getTicket(session);
      expect(await openSocket(socketProtocols(ticket), { origin: host.origin, ...headers })).toBe(403);
    }
    for (const site of ['same-origin', 'none'])
      expect((await ask({ headers: { host: ownHost, 'sec-fetch-site': site } })).status).toBe(200);
  });

  test('may open the page in a tab, as the file that opens the browser does, but not in a frame', async () => {
    const opening = { host: ownHost, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await ask({ headers: { ...opening, 'sec-fetch-dest': 'document' } })).status).toBe(200);
    expect((await ask({ headers: { ...opening, 'sec-fetch-dest': 'iframe' } })).status).toBe(403);
  });
});

describe('a post', () => {
  test.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain; application/json',
    'application/jsonp',
    '',
    undefined,
  ])('with the content type %o is refused', async (type) => {
    expect((await post(sessionPath, entryToken(), { 'content-type': type })).status).toBe(415);
  });

  test.each(['', '[]', 'null', '"x"', '{', '['.repeat(900), '<html>'])(
    'with the body %o is refused',
    async (body) => {
      expect((await post(sessionPath, entryToken(), {}, body)).status).toBe(400);
    },
  );

  test('with a long body is refused before it has all come', async () => {
    expect((await post(sessionPath, entryToken(), {}, `{"fill":"${'x'.repeat(5000)}"}`)).status).toBe(413);
  });

  test('is the only way to a session: other methods are refused and nothing allows crossing origins', async () => {
    for (const path of [sessionPath, ticketPath])
      for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
        const answer = await ask({ method, path, headers: postHeaders(entryToken()) });
        expect({ method, status: answer.status, body: answer.body }).toEqual({
          method,
          status: 405,
          body: '',
        });
      }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])
      expect((await ask({ method, headers: postHeaders(entryToken()) })).status).toBe(405);
  });
});

describe('a wrong token', () => {
  test('gets 401, and soon 429, while the right one still gets in', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 200; count += 1) statuses.push((await post(sessionPath, newToken())).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(WrongTokens.most);
    expect(new Set(statuses.slice(WrongTokens.most))).toEqual(new Set([429]));
    expect((await post(ticketPath, newToken())).status).toBe(429);
    expect(await openSocket(socketProtocols(newToken()))).toBe(429);
    await openedSocket();
    now += WrongTokens.millisecondsEach;
    expect((await post(sessionPath, newToken())).status).toBe(401);
    expect((await post(sessionPath, newToken())).status).toBe(429);
  });

  test('is not taken from an address, a cookie, a body or another scheme', async () => {
    const token = entryToken();
    const tries: Question[] = [
      { path: `${sessionPath}?token=${token}`, headers: postHeaders(token) },
      { headers: { ...postHeaders(token), authorization: undefined, cookie: `token=${token}` } },
      { headers: { ...postHeaders(token), authorization: undefined }, body: JSON.stringify({ token }) },
      { headers: { ...postHeaders(token), authorization: `Basic ${token}` } },
      { headers: { ...postHeaders(token), authorization: token } },
      { headers: { ...postHeaders(token), authorization: `Bearer ${token} ${token}` } },
      { headers: { ...postHeaders(token), authorization: `Bearer ${token.slice(0, -1)}` } },
    ];
    for (const { path = sessionPath, headers = {}, body = '{}' } of tries) {
      if (headers.authorization === undefined) delete headers.authorization;
      expect((await ask({ method: 'POST', path, headers, body })).status).not.toBe(200);
    }
  });

  test('of another kind is wrong: a session opens no session, and the entry is no ticket', async () => {
    const session = await openSession();
    expect((await post(sessionPath, session)).status).toBe(401);
    expect((await post(ticketPath, entryToken())).status).toBe(401);
    expect(await openSocket(socketProtocols(session))).toBe(401);
    expect(await openSocket(socketProtocols(entryToken()))).toBe(401);
  });
});

describe('a ticket', () => {
  test('opens one socket', async () => {
    const ticket = await getTicket();
    expect(await openSocket(socketProtocols(ticket))).toBeInstanceOf(WebSocket);
    expect(await openSocket(socketProtocols(ticket))).toBe(401);
  });

  test('is good for ten seconds at most', async () => {
    const session = await openSession();
    const [early, late] = [await getTicket(session), await getTicket(session)];
    expect(ticketLifetime).toBeLessThanOrEqual(10_000);
    now += ticketLifetime - 1;
    expect(await openSocket(socketProtocols(early))).toBeInstanceOf(WebSocket);
    now += 1;
    expect(await openSocket(socketProtocols(late))).toBe(401);
  });

  test('is only taken as the sub-protocol, on the one path', async () => {
    const session = await openSession();
    const ticket = await getTicket(session);
    expect(await openSocket(['ferry.1'])).toBe(401);
    expect(await openSocket([])).toBe(401);
    expect(await openSocket([`ticket.${ticket}`])).toBe(401);
    expect(await openSocket([...socketProtocols(ticket), 'other'])).toBe(401);
    const own = { origin: host.origin };
    expect(await openSocket(['ferry.1'], own, `${socketPath}?ticket=${ticket}`)).toBe(404);
    expect(await openSocket(['ferry.1'], { ...own, cookie: `ticket=${ticket}` })).toBe(401);
    expect(await openSocket(socketProtocols(ticket), own, '/')).toBe(404);
    expect(await openSocket(socketProtocols(ticket))).toBeInstanceOf(WebSocket);
  });
});

describe('the screen', () => {
  test('comes with headers that hold it to itself', async () => {
    const page = await ask({ headers: { host: ownHost } });
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Ferry</title>' });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(page.headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        `connect-src 'self' ws://${ownHost}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'`,
    );
  });

  test('no answer has a CORS header or a cookie, whoever asks', async () => {
    const preflight = {
      host: ownHost,
      origin: 'http://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
      'access-control-request-private-network': 'true',
    };
    const answers = [
      await ask({ headers: { host: ownHost } }),
      await ask({ method: 'OPTIONS', path: sessionPath, headers: preflight }),
      await ask({ method: 'OPTIONS', path: '*', headers: preflight }),
      await post(sessionPath, entryToken()),
      await post(sessionPath, newToken()),
    ];
    for (const { headers } of answers) {
      const names = Object.keys(headers).filter((name) => /^access-control|^set-cookie/.test(name));
      expect(names).toEqual([]);
    }
  });

  test('files whose names carry their hash may be kept, others may not', async () => {
    const kept = await ask({ path: '/assets/index-a1B2c3D4.js', headers: { host: ownHost } });
    expect(kept.headers['cache-control']).toBe('private, max-age=31536000, immutable');
    const fresh = await ask({ path: '/assets/mark.svg', headers: { host: ownHost } });
    expect(fresh.headers['cache-control']).toBe('no-store');
  });

  test('HEAD tells the length and sends nothing', async () => {
    const head = await ask({ method: 'HEAD', headers: { host: ownHost } });
    expect(head).toMatchObject({ status: 200, body: '', headers: { 'content-length': '35' } });
  });

  test.each([
    '/../secret.html',
    '/..%2fsecret.html',
    '/%2e%2e/secret.html',
    '/assets/../../secret.html',
    '/assets/..\\..\\secret.html',
    '//etc/passwd',
    '/etc/passwd',
    '/C:/Windows/win.ini',
    '/link.html',
    '/notes.txt',
    '/index.html%00.js',
    '/assets/',
    '/__proto__',
    '/constructor',
    '/?x',
    'http://evil.example/',
    '/running.json',
  ])('nothing else can be read: %s', async (path) => {
    const answer = await ask({ path, headers: { host: ownHost } });
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 404, body: '' });
  });
});

describe('too much', () => {
  test('a frame of 100 MB ends its socket and nothing else', async () => {
    const quiet = await openedSocket();
    const loud = await openedSocket();
    const closed = once(loud, 'close');
    loud.send(Buffer.alloc(100_000_000, 'x'));
    expect((await closed)[0]).toBeOneOf([1006, 1009]);
    const client = connect(overSocket(quiet), noTimer);
    expect(await client.call('app.info', {})).toMatchObject({ ok: true });
  });

  test('a flood of fragments ends its socket', async () => {
    const socket = await openedSocket();
    const closed = once(socket, 'close');
    for (let count = 0; count < 5_000; count += 1) socket.send('', { fin: false });
    expect((await closed)[0]).toBeOneOf([1006, 1008]);
  });

  test('tabs above the limit are refused, until one is closed', async () => {
    const session = await openSession();
    const sockets: WebSocket[] = [];
    for (let count = 0; count < mostSockets; count += 1) sockets.push(await openedSocket(session));
    expect(await openSocket(socketProtocols(await getTicket(session)))).toBe(503);
    expect(app.listening).toBe(mostSockets);
    sockets[0]?.close();
    await vi.waitUntil(() => app.listening === mostSockets - 1);
    await openedSocket(session);
  });

  test('a thousand connections that say nothing are cut down, and tabs go on', async () => {
    const client = connect(overSocket(await openedSocket()), noTimer);
    const idle: Socket[] = [];
    let ended = 0;
    for (let count = 0; count < 1_000; count += 1) {
      const socket = connectSocket(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.on('close', () => (ended += 1));
      idle.push(socket);
    }
    toEnd.push(() => idle.forEach((socket) => socket.destroy()));
    await vi.waitUntil(() => ended >= 700, { timeout: 10_000 });
    expect(await client.call('app.info', {})).toMatchObject({ ok: true });
    expect(app.listening).toBe(1);
  });

  test('a tab that does not read is cut off before much waits for it', async () => {
    const reader = await openedSocket();
    const client = connect(overSocket(reader), noTimer);
    let read = 0;
    client.on('queue.changed', () => (read += 1));
    const slow = await openedSocket();
    slow.pause();
    // A row's text of a megabyte, as often as it takes.
    const removed = ['x'.repeat(1_000_000)];
    let sent = 0;
    while (app.listening === 2 && sent < 200) {
      sent += 1;
      app.emit('queue.changed', { seq: sent, jobs: [], removed });
      await vi.waitUntil(() => read === sent);
    }
    expect(app.listening).toBe(1);
    expect(sent).toBeLessThan(100);
  });

  test('a tab that is gone without a word is noticed', async () => {
    await host.close();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      await begin();
      const there = await openedSocket();
      const gone = await openedSocket();
      gone.pause();
      const ping = once(there, 'ping');
      vi.advanceTimersByTime(30_000);
      await ping;
      // A round trip: its pong has arrived before its answer is sent.
      await connect(overSocket(there), noTimer).call('app.info', {});
      vi.advanceTimersByTime(30_000);
      await vi.waitUntil(() => app.listening === 1);
      expect(await connect(overSocket(there), noTimer).call('app.info', {})).toMatchObject({ ok: true });
    } finally {
      vi.useRealTimers();
    }
  });
});
