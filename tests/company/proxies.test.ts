import { beforeAll, describe, expect, test } from 'vitest';
import { createPacProxies } from '../../src-main/adapters/proxies-pac.ts';
import type { Connection } from '../../src-shared/connection.ts';
import { trustTestAuthority } from '../faults/connection-harness.ts';
import { startRawAlfresco } from '../faults/raw-alfresco.ts';
import type { RawAlfresco } from '../faults/raw-alfresco.ts';
import { certificate } from '../faults/raw-server.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { openLine } from './company-world.ts';
import { startOddProxy, startProxy } from './proxies.ts';

beforeAll(trustTestAuthority);

const alice = { user: 'alice', password: 'canary-proxy-pässword/%' };
const secure = (): Promise<RawAlfresco> => startRawAlfresco({ tls: certificate('trusted') });

const over = (alfresco: RawAlfresco, url: string, user = ''): Connection => ({
  ...alfresco.connection,
  proxy: { use: 'own', url, user },
});

const planted = (alfresco: RawAlfresco) => ({ password: alfresco.password });

describe('15 a proxy that wants a name and a password', () => {
  test('15 gets them and leads to the server, loopback included, and the server sees none of it', async () => {
    const [alfresco, proxy] = [await secure(), await startProxy(alice)];
    const line = await openLine(over(alfresco, proxy.url, 'alice'), {
      ...planted(alfresco),
      proxy: alice.password,
    });
    expect(await line.probe()).toMatchObject({ account: 'ada' });
    expect(proxy.asked).toContain(`127.0.0.1:${alfresco.server.port}`);
    expect(proxy.signIns).toContain(`alice:${alice.password}`);
    expect(alfresco.server.requests.some((request) => request.header('proxy-authorization'))).toBe(false);
  });

  test('15 without a password is a proxy’s question, not the server’s, and the server hears nothing', async () => {
    const [alfresco, proxy] = [await secure(), await startProxy(alice)];
    const line = await openLine(over(alfresco, proxy.url), planted(alfresco));
    expect(await line.whyNot()).toMatchObject({
      kind: 'proxy-sign-in',
      at: proxy.host,
      words: `The proxy ${proxy.host} asks for a sign-in of its own. Enter the user name and the password for the proxy. They are not those of the server.`,
    });
    expect(alfresco.server.connections).toBe(0);
  });

  test('15 is given a wrong password once and no more', async () => {
    const [alfresco, proxy] = [await secure(), await startProxy(alice)];
    const line = await openLine(over(alfresco, proxy.url, 'alice'), {
      ...planted(alfresco),
      proxy: 'canary-wrong',
    });
    for (let look = 0; look < 3; look += 1)
      expect((await line.whyNot()).words).toContain('it refused the user name or the password');
    expect(proxy.signIns).toEqual(['alice:canary-wrong']);
  });
});

test('16 a proxy that only takes Windows sign-in is named with the ways out, and gets no password', async () => {
  const alfresco = await secure();
  const proxy = await startOddProxy((socket) =>
    socket.end(
      'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n',
    ),
  );
  const line = await openLine(over(alfresco, proxy.url), planted(alfresco));
  const { words } = await line.whyNot();
  expect(words).toContain('it takes Negotiate, NTLM only');
  expect(words).toContain('px or cntlm');
  expect(proxy.heads.join('')).not.toMatch(/proxy-authorization/i);
});

test.each([
  ['401 Unauthorized', 'it answers 401'],
  ['403 Forbidden', 'it answers 403'],
  ['502 Bad Gateway', 'it answers 502'],
])(
  '17 a proxy that answers %s is at fault itself, and the server’s password is neither sent nor dropped',
  async (status, why) => {
    const alfresco = await secure();
    const proxy = await startOddProxy((socket) =>
      socket.end(`HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>`),
    );
    const line = await openLine(over(alfresco, proxy.url), planted(alfresco));
    expect(await line.whyNot()).toMatchObject({ kind: 'proxy-failed', at: proxy.host });
    expect((await line.whyNot()).words).toContain(
      `The proxy ${proxy.host} doesn’t lead to the server (${why})`,
    );
    expect(proxy.heads.join('')).not.toMatch(/authorization/i);
    expect(
      await line.secrets.read({ connectionId: 'alfresco-1', origin: alfresco.server.origin }),
    ).toMatchObject({
      value: alfresco.password,
    });
  },
);

describe('18 a proxy', () => {
  test('18 that accepts and is silent ends within the limit', async () => {
    const alfresco = await secure();
    const proxy = await startOddProxy(() => undefined);
    const line = await openLine(over(alfresco, proxy.url), planted(alfresco), { tunnelTime: 300 });
    expect((await line.whyNot()).words).toContain(
      `The proxy ${proxy.host} doesn’t lead to the server (it doesn’t answer in time)`,
    );
  });

  // What a proxy answers has no end in itself, and Node's own agents set none: each piece cost them twice the time.
  test.each([
    ['answers without an end', 64, 1, 10_000, 'its answer has no end'],
    ['drips its answer', 1, 100, 300, 'it doesn’t answer in time'],
  ])('18 that %s is given up, and takes no memory', async (_how, lines, pause, tunnelTime, why) => {
    const alfresco = await secure();
    let sent = 0;
    const proxy = await startOddProxy((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => {
        sent += lines;
        socket.write(`X-More: ${'x'.repeat(1000)}\r\n`.repeat(lines));
      }, pause);
      socket.once('close', () => clearInterval(timer));
    });
    const line = await openLine(over(alfresco, proxy.url), planted(alfresco), { tunnelTime });
    expect((await line.whyNot()).words).toContain(
      `The proxy ${proxy.host} doesn’t lead to the server (${why})`,
    );
    expect(sent).toBeLessThan(5_000);
  });

  test('18 where nothing listens is named', async () => {
    const alfresco = await secure();
    const line = await openLine(over(alfresco, 'http://127.0.0.1:1'), planted(alfresco));
    expect((await line.whyNot()).words).toContain(
      'The proxy 127.0.0.1:1 doesn’t lead to the server (nothing answers on that port)',
    );
  });

  test('18 whose name nobody knows is named', async () => {
    const alfresco = await secure();
    const line = await openLine(over(alfresco, 'http://proxy.invalid:3128'), planted(alfresco));
    expect((await line.whyNot()).words).toMatch(/^The proxy proxy\.invalid:3128 doesn’t lead to the server/);
  });
});

test('19 a server without TLS is reached through the proxy as well, and sees nothing of the proxy’s password', async () => {
  const [alfresco, proxy] = [await startRawAlfresco(), await startProxy(alice)];
  const line = await openLine(over(alfresco, proxy.url, 'alice'), {
    ...planted(alfresco),
    proxy: alice.password,
  });
  expect(await line.probe()).toMatchObject({ account: 'ada' });
  expect(alfresco.server.requests.length).toBeGreaterThan(0);
  const headers = alfresco.server.requests.flatMap((request) => request.headers.map(([name]) => name));
  expect(headers).not.toContain('proxy-authorization');
});

test('19 the refusal of a proxy in front of a server without TLS is the proxy’s', async () => {
  const [alfresco, proxy] = [await startRawAlfresco(), await startProxy(alice)];
  const line = await openLine(over(alfresco, proxy.url), planted(alfresco));
  expect(await line.whyNot()).toMatchObject({ kind: 'proxy-sign-in', at: proxy.host });
  expect(alfresco.server.connections).toBe(0);
});

describe('20 the system’s proxies', () => {
  const pac = (answer: string | (() => Promise<string>)) =>
    createPacProxies(typeof answer === 'string' ? async () => answer : answer, new FakeClock());

  test('20 are taken for each origin, the next one where the first is dead', async () => {
    const [alfresco, proxy] = [await secure(), await startProxy()];
    const asked: string[] = [];
    const systemProxies = createPacProxies(async (origin) => {
      asked.push(origin);
      return `PROXY 127.0.0.1:1; PROXY ${proxy.host}; DIRECT`;
    }, new FakeClock());
    const line = await openLine(alfresco.connection, planted(alfresco), { systemProxies });
    expect(await line.probe()).toMatchObject({ account: 'ada' });
    expect(proxy.asked.length).toBeGreaterThan(0);
    expect(asked).toEqual([`${alfresco.server.origin}/`]);
  });

  test('20 lead directly at last where that is allowed', async () => {
    const alfresco = await secure();
    const line = await openLine(alfresco.connection, planted(alfresco), {
      systemProxies: pac('PROXY 127.0.0.1:1; DIRECT'),
    });
    expect(await line.probe()).toMatchObject({ account: 'ada' });
  });

  test('20 of which none can be used are named', async () => {
    const alfresco = await secure();
    const line = await openLine(alfresco.connection, planted(alfresco), {
      systemProxies: pac('SOCKS5 127.0.0.1:1080'),
    });
    expect(await line.whyNot()).toMatchObject({ kind: 'proxy-failed' });
    expect(alfresco.server.connections).toBe(0);
  });

  test('20 that the system never tells hold nobody up', async () => {
    const alfresco = await secure();
    const clock = new FakeClock();
    const systemProxies = createPacProxies(() => new Promise(() => undefined), clock);
    const line = await openLine(alfresco.connection, planted(alfresco), { systemProxies });
    const probed = line.probe();
    while (clock.nextWake === null) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(5_000);
    // Each request asks again while the system is silent.
    const timer = setInterval(() => void (clock.nextWake !== null && clock.advance(5_000)), 5);
    expect(await probed.finally(() => clearInterval(timer))).toMatchObject({ account: 'ada' });
  });
});

test('21 a name that only the proxy can look up works', async () => {
  const [alfresco, proxy] = [await secure(), await startProxy()];
  const connection = over(alfresco, proxy.url);
  const baseUrl = `https://records.invalid:${alfresco.server.port}/alfresco`;
  const line = await openLine({ ...connection, baseUrl }, planted(alfresco));
  expect(await line.probe()).toMatchObject({ account: 'ada' });
  expect(proxy.asked).toContain(`records.invalid:${alfresco.server.port}`);
});

test('a proxy that a server doesn’t want is left out, whatever the system says', async () => {
  const [alfresco, proxy] = [await secure(), await startProxy()];
  const line = await openLine({ ...alfresco.connection, proxy: { use: 'none' } }, planted(alfresco), {
    systemProxies: { find: async () => [proxy.url] },
  });
  expect(await line.probe()).toMatchObject({ account: 'ada' });
  expect(proxy.asked).toEqual([]);
});
