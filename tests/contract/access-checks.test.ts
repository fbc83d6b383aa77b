/**
 * Each rule of the web host's doors, over raw requests: what a page of another site, another account of this machine
 * or a broken client could send.
 */
import { describe, expect, test } from 'vitest';
import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { join } from 'node:path';
import { connect } from '../../src-shared/rpc-client.ts';
import { overSocket } from '../../src-shared/rpc-wire.ts';
import { sessionPath, socketProtocols, ticketPath } from '../../src-shared/web-access.ts';
import { newToken } from '../../src-main/hosts/web/access-checks.ts';
import { startWebHost } from '../../src-main/hosts/web/server.ts';
import { ScreenMissingError } from '../../src-main/hosts/web/static-files.ts';
import {
  info,
  folder,
  app,
  host,
  port,
  ownHost,
  toEnd,
  ask,
  sendRaw,
  entryToken,
  postHeaders,
  post,
  openSession,
  getTicket,
  openSocket,
  openedSocket,
  noTimer,
  useHost,
} from './access-checks-harness.ts';

useHost();

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
    const options = { app, assets: join(folder, 'renderer'), monotonic: () => 0, port };
    await expect(startWebHost(options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('a screen that was not built is told to the caller', async () => {
    await expect(
      startWebHost({ app, assets: join(folder, 'nowhere'), monotonic: () => 0 }),
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
