/** Tokens, tickets, and what is simply too much: the web host's doors over raw requests. */
import { describe, expect, test, vi } from 'vitest';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect as connectSocket } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket } from 'ws';
import { connect } from '../../src-shared/rpc-client.ts';
import { overSocket } from '../../src-shared/rpc-wire.ts';
import { sessionPath, socketPath, socketProtocols, ticketPath } from '../../src-shared/web-access.ts';
import { newToken, ticketLifetime, WrongTokens } from '../../src-main/hosts/web/access-checks.ts';
import { keepRoom } from '../../src-main/hosts/web/connection-room.ts';
import { mostSockets } from '../../src-main/hosts/web/sockets.ts';
import {
  app,
  host,
  ownHost,
  port,
  toEnd,
  passTime,
  begin,
  ask,
  entryToken,
  postHeaders,
  post,
  openSession,
  getTicket,
  info,
  openSocket,
  openedSocket,
  noTimer,
  useHost,
} from './access-checks-harness.ts';
import type { Question } from './access-checks-harness.ts';

useHost();

describe('a wrong token', () => {
  test('gets 401, and soon 429, while the right one still gets in', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 200; count += 1) statuses.push((await post(sessionPath, newToken())).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(WrongTokens.most);
    expect(new Set(statuses.slice(WrongTokens.most))).toEqual(new Set([429]));
    expect((await post(ticketPath, newToken())).status).toBe(429);
    expect(await openSocket(socketProtocols(newToken()))).toBe(429);
    await openedSocket();
    passTime(WrongTokens.millisecondsEach);
    expect((await post(sessionPath, newToken())).status).toBe(401);
    expect((await post(sessionPath, newToken())).status).toBe(429);
  });

  test('is told so before what comes with it is read', async () => {
    const socket = connectSocket(port, '127.0.0.1').setEncoding('latin1');
    toEnd.push(() => socket.destroy());
    const lines = Object.entries({ ...postHeaders(newToken()), 'content-length': 1_000 }).map(
      ([name, value]) => `${name}: ${String(value)}`,
    );
    socket.write([`POST ${sessionPath} HTTP/1.1`, ...lines, '', '{'].join('\r\n'));
    expect(String((await once(socket, 'data'))[0])).toContain(' 401 ');
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
    passTime(ticketLifetime - 1);
    expect(await openSocket(socketProtocols(early))).toBeInstanceOf(WebSocket);
    passTime(1);
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

  test('more than 256 sessions put the oldest out, and no other', async () => {
    const sessions: string[] = [];
    for (let count = 0; count < 257; count += 1) sessions.push(await openSession());
    expect((await post(ticketPath, sessions[0]!)).status).toBe(401);
    for (const session of [sessions[1]!, sessions[256]!])
      expect((await post(ticketPath, session)).status).toBe(200);
  });

  test('more than 64 unused tickets put the oldest out, and no other', async () => {
    const session = await openSession();
    const tickets: string[] = [];
    for (let count = 0; count < 65; count += 1) tickets.push(await getTicket(session));
    expect(await openSocket(socketProtocols(tickets[0]!))).toBe(401);
    for (const ticket of [tickets[1]!, tickets[64]!])
      expect(await openSocket(socketProtocols(ticket))).toBeInstanceOf(WebSocket);
  });

  test('tabs beyond the limit are refused until one is closed', async () => {
    const session = await openSession();
    const sockets: WebSocket[] = [];
    for (let count = 0; count < mostSockets; count += 1) sockets.push(await openedSocket(session));
    expect(await openSocket(socketProtocols(await getTicket(session)))).toBe(503);
    expect(app.listening).toBe(mostSockets);
    sockets[0]?.close();
    await vi.waitUntil(() => app.listening === mostSockets - 1);
    await openedSocket(session);
  });

  test('a tab’s first question is answered before its next one is looked at', async () => {
    const order: string[] = [];
    app.handlers['app.info'] = () => {
      setImmediate(() => order.push('what the first answer waits for'));
      return info;
    };
    app.handlers['notices.list'] = () => {
      order.push('next');
      return { notices: [] };
    };
    const client = connect(overSocket(await openedSocket()), noTimer);
    await Promise.all([client.call('app.info', {}), client.call('notices.list', {})]);
    expect(order).toEqual(['what the first answer waits for', 'next']);
  });

  test('a thousand silent connections are limited, and tabs keep working', async () => {
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
    await vi.waitUntil(() => ended >= 700, { timeout: 200_000 });
    expect(await client.call('app.info', {})).toMatchObject({ ok: true });
    expect(app.listening).toBe(1);
  });

  test.each([
    ['half requests', () => 'GET / HTTP/1.1\r\nHost: 127', ['connect']],
    [
      'requests for a tab’s socket without a ticket, which stay when they were refused,',
      () =>
        `GET ${socketPath} HTTP/1.1\r\nHost: ${ownHost}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      ['data', 'close'],
    ],
  ])('three hundred %s of somebody else don’t keep the user out', async (_what, text, until) => {
    const client = connect(overSocket(await openedSocket()), noTimer);
    const theirs = await Promise.all(
      Array.from({ length: 300 }, async () => {
        const socket = connectSocket({ port, host: '127.0.0.1', allowHalfOpen: true });
        socket.on('error', () => {});
        socket.write(text());
        await new Promise<void>((resolve) => until.forEach((event) => socket.once(event, () => resolve())));
        return socket;
      }),
    );
    toEnd.push(() => theirs.forEach((socket) => socket.destroy()));
    expect((await ask({})).status).toBe(200);
    expect(await client.call('app.info', {})).toMatchObject({ ok: true });
  });

  test('those who ask and never read what they get keep nobody out either', async () => {
    const server = createServer((_request, response) => void response.write('the beginning'));
    keepRoom(server, 3);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const at = (server.address() as AddressInfo).port;
    const asked: Socket[] = [];
    toEnd.push(() => {
      asked.forEach((socket) => socket.destroy());
      server.close();
    });
    const askThere = async (): Promise<string> => {
      const socket = connectSocket(at, '127.0.0.1').setEncoding('latin1');
      asked.push(socket);
      socket.on('error', () => {});
      socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
      return new Promise((resolve) => {
        socket.once('data', resolve);
        socket.once('close', () => resolve('closed'));
      });
    };
    for (let count = 0; count < 3; count += 1) expect(await askThere()).toContain(' 200 ');
    const first = once(asked[0]!, 'close');
    expect(await askThere()).toContain(' 200 ');
    await first;
    expect(asked.map((socket) => socket.closed)).toEqual([true, false, false, false]);
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

  test('a tab that disappears without closing its socket is noticed', async () => {
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
