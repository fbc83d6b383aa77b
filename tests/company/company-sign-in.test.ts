import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createKeychainSecrets } from '../../src-main/adapters/secrets-keytar.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { createServers } from '../../src-main/adapters/servers/index.ts';
import type { KeychainBinding } from '../../src-main/adapters/keychain.ts';
import type { SecretKey, Secrets } from '../../src-main/core/ports.ts';
import type { Connection } from '../../src-shared/connection.ts';
import { startRawAlfresco } from '../faults/raw-alfresco.ts';
import { startRawServer } from '../faults/raw-server.ts';
import { json } from '../faults/wire.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeKeychain } from '../fakes/fake-keychain.ts';
import { startProvider } from './company-provider.ts';
import { comeBack, company, signedIn } from './company-sign-in-harness.ts';
import { companyServer } from './company-tls.ts';
import { failureOf } from './company-world.ts';

const { signal } = new AbortController();

const cut = (_request: unknown, response: { destroy(): void }): void => response.destroy();

test('somebody signs in in the browser, and the server knows who it is', async () => {
  const { alfresco, provider, probe, open, refreshToken } = await company();
  expect(await failureOf(probe())).toMatchObject({ kind: 'sign-in-needed' });
  const begun = await open();
  expect(begun.host).toBe(provider.host);
  const address = new URL(begun.address);
  expect(address.searchParams.get('code_challenge_method')).toBe('S256');
  expect(address.searchParams.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  await comeBack(provider, begun);
  expect(await probe()).toMatchObject({ account: 'ada' });
  expect(await refreshToken()).not.toBeNull();
  expect(alfresco.seen('signIn')).toEqual([]);
});

test('somebody signs in on another device', async () => {
  const { provider, probe, open } = await company();
  const begun = await open('device');
  expect(begun.device).toMatchObject({ code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/) as string });
  await provider.typeCode(begun.device!.address, begun.device!.code);
  await begun.done;
  expect(await probe()).toMatchObject({ account: 'ada' });
}, 30_000);

test('1 twenty who need another token at once share one refresh', async () => {
  const { alfresco, provider, servers, connection, clock } = await signedIn();
  const api = servers.api(connection);
  await api.probe({ signal });
  await clock.advance(3600 * 900);
  const before = provider.grants.length;
  const probes = Array.from({ length: 20 }, () => api.probe({ signal }));
  expect(await Promise.all(probes)).toHaveLength(20);
  expect(provider.grants.slice(before)).toEqual(['refresh_token']);
  expect(alfresco.seen('person')).toHaveLength(21);
});

test('2 an answer that is lost after the token was changed is asked for again with the old one', async () => {
  const { provider, probe, clock, refreshToken } = await signedIn({ rotates: false });
  const old = await refreshToken();
  await clock.advance(3600 * 900);
  provider.next.push(cut);
  expect(await probe()).toMatchObject({ account: 'ada' });
  expect(provider.grants.at(-1)).toBe('refresh_token');
  expect(await refreshToken()).toBe(old);
});

test('3 a token that the provider refuses for good signs out once, and nothing more is sent', async () => {
  const { provider, probe, clock, refreshToken } = await signedIn();
  await provider.revokeAll();
  await clock.advance(3600 * 900);
  for (let look = 0; look < 3; look += 1)
    expect(await failureOf(probe())).toMatchObject({ kind: 'sign-in-needed' });
  expect(provider.grants.filter((grant) => grant === 'refused refresh_token')).toHaveLength(1);
  expect(await refreshToken()).toBeNull();
});

test('4 and 5 a changed token is kept before it is used, and where it can’t be kept it is used all the same', async () => {
  const kept = createMemorySecrets();
  const written: string[] = [];
  const secrets: Secrets = {
    ...kept,
    write: async (key, value) => {
      written.push(value);
      return kept.write(key, value);
    },
  };
  const { alfresco, provider, probe, clock, refreshToken } = await signedIn({ rotates: true, secrets });
  await probe();
  const seen = alfresco.server.requests.length;
  await clock.advance(3600 * 900);
  await probe();
  expect(written).toHaveLength(2);
  expect(await refreshToken()).toBe(written[1]);
  expect(written[1]).not.toBe(written[0]);
  expect(alfresco.server.requests.length).toBeGreaterThan(seen);
  expect(provider.grants.filter((grant) => grant.startsWith('refused'))).toEqual([]);
});

test('4 a crash at any step of keeping a changed token leaves the old one or the new one, whole', async () => {
  const [old, fresh] = ['o'.repeat(2_500), 'n'.repeat(3_500)];
  const key: SecretKey = { connectionId: 'c1', origin: 'https://sso.example.com', role: 'refresh' };
  const options = { clock: new FakeClock(), platform: 'darwin' } as const;
  const found = new Set<string>();
  for (let calls = 0; calls < 40; calls += 1) {
    const keychain = new FakeKeychain();
    const { load } = keychain;
    await createKeychainSecrets({ load, ...options }).write(key, old);
    // The program is gone after so many calls: what it asks for later never reaches the keychain.
    let left = calls;
    const whileAlive = async <Value>(work: () => Promise<Value>): Promise<Value> => {
      if (left <= 0) throw new Error('gone');
      left -= 1;
      return work();
    };
    const dying: KeychainBinding = {
      getPassword: (...args) => whileAlive(() => keychain.getPassword(...args)),
      setPassword: (...args) => whileAlive(() => keychain.setPassword(...args)),
      deletePassword: (...args) => whileAlive(() => keychain.deletePassword(...args)),
    };
    await createKeychainSecrets({ load: async () => dying, ...options }).write(key, fresh);
    const state = await createKeychainSecrets({ load, ...options }).read(key);
    found.add(state.is === 'ok' ? state.value : state.is);
  }
  expect(found).toEqual(new Set([old, fresh]));
});

test('a token that a provider’s redirect would take elsewhere is sent nowhere', async () => {
  const witness = await startRawServer(() => json('200 OK', {}));
  const { provider, probe, clock, refreshToken } = await signedIn();
  const before = await refreshToken();
  await clock.advance(3600 * 900);
  for (const status of [307, 302])
    provider.next.push((_request, response) => {
      response.writeHead(status, { location: `${witness.origin}/token` }).end();
    });
  await failureOf(probe());
  expect(witness.connections).toBe(0);
  expect(await refreshToken()).toBe(before);
});

describe('6 a provider that', () => {
  test.each([
    ['breaks off', (_request: unknown, response: { destroy(): void }) => response.destroy()],
    [
      'answers 503',
      (_request: unknown, response: { writeHead(status: number): { end(): void } }) =>
        response.writeHead(503).end(),
    ],
    [
      'answers 407',
      (_request: unknown, response: { writeHead(status: number): { end(): void } }) =>
        response.writeHead(407).end(),
    ],
    [
      'answers with a page',
      (
        _request: unknown,
        response: { writeHead(status: number, headers: object): { end(text: string): void } },
      ) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to the network</html>'),
    ],
  ])('6 %s is out of reach, signs nobody out and is asked again', async (_how, answer) => {
    const { provider, probe, clock, refreshToken } = await signedIn();
    const before = await refreshToken();
    await clock.advance(3600 * 900);
    provider.next.push(answer, answer);
    const failure = await failureOf(probe());
    expect(failure).toMatchObject({ kind: 'unreachable' });
    expect(failure.words).toContain(provider.host);
    expect(await refreshToken()).toBe(before);
    expect(await probe()).toMatchObject({ account: 'ada' });
  });
});

test('6 a provider whose certificate nobody vouches for is named as that, and signs nobody out', async () => {
  const token = await startRawServer(() => json('200 OK', {}), {
    tls: companyServer('company-server', 'company-issuing'),
  });
  const issuer = await startRawServer(({ path }) =>
    path === '/.well-known/openid-configuration'
      ? json('200 OK', {
          issuer: issuer.origin,
          authorization_endpoint: `${issuer.origin}/auth`,
          token_endpoint: `${token.origin}/token`,
        })
      : json('404 Not Found', {}),
  );
  const alfresco = await startRawAlfresco();
  const connection: Connection = {
    ...{ ...alfresco.connection, user: '' },
    signIn: { by: 'oidc', issuer: issuer.origin, clientId: 'ferry', scope: '' },
  };
  const secrets = createMemorySecrets();
  const key: SecretKey = { connectionId: connection.id, origin: issuer.origin, role: 'refresh' };
  await secrets.write(key, 'canary-refresh');
  const failure = await failureOf(createServers({ secrets }).api(connection).probe({ signal }));
  expect(failure.kind).toBe('untrusted');
  expect(token.requests).toEqual([]);
  expect(await secrets.read(key)).toMatchObject({ is: 'ok', value: 'canary-refresh' });
});

test('7 a token is renewed a minute before it ends, whatever the clocks show', async () => {
  const { provider, probe, clock } = await signedIn({ accessFor: 300 });
  await probe();
  // The provider counts in whole seconds of its own clock.
  await clock.advance(235_000);
  await probe();
  expect(provider.grants).toEqual(['authorization_code']);
  await clock.advance(6_000);
  await probe();
  expect(provider.grants).toEqual(['authorization_code', 'refresh_token']);
});

test('8 a server that takes no token of the provider is asked twice, and its words name issuer, client and clock', async () => {
  const { alfresco, provider, probe } = await signedIn();
  alfresco.takesBearer = () => false;
  const failure = await failureOf(probe());
  expect(failure.kind).toBe('sign-in-refused');
  expect(failure.words).toContain(provider.issuer);
  expect(failure.words).toMatch(/client ferry.*clocks/);
  await failureOf(probe());
  expect(alfresco.server.requests.filter((request) => request.header('authorization'))).toHaveLength(2);
  expect(provider.grants).toEqual(['authorization_code', 'refresh_token']);
});

test('9 where the provider gives nothing that lasts, the server’s own ticket does until it ends', async () => {
  const { alfresco, provider, probe, clock } = await signedIn({ withoutRefresh: true, accessFor: 300 });
  expect(alfresco.seen('ticket')).toHaveLength(1);
  await clock.advance(24 * 3_600_000);
  expect(await probe()).toMatchObject({ account: 'ada' });
  alfresco.expireTickets();
  expect(await failureOf(probe())).toMatchObject({ kind: 'sign-in-needed' });
  expect(await failureOf(probe())).toMatchObject({ kind: 'sign-in-needed' });
  expect(provider.grants).toEqual(['authorization_code']);
});

describe('13 the address that a browser comes back to', () => {
  test('13 takes the first right answer, and nothing else', async () => {
    const { provider, open, probe } = await company();
    const begun = await open();
    const back = await provider.signIn(begun.address);
    const wrong = new URL(back);
    wrong.searchParams.set('state', 'another');
    expect((await fetch(wrong)).status).toBe(404);
    expect((await fetch(new URL('/elsewhere', back))).status).toBe(404);
    const foreign = await fetch(`http://localhost:${back.port}${back.pathname}${back.search}`).catch(
      () => null,
    );
    expect(foreign?.status ?? 404).toBe(404);
    const page = await fetch(back);
    expect(page.status).toBe(200);
    expect(await page.text()).not.toContain('<script');
    await begun.done;
    expect((await fetch(back).catch(() => null))?.status ?? 404).toBe(404);
    expect(await probe()).toMatchObject({ account: 'ada' });
  });

  test('13 tells in words what the provider has against it', async () => {
    const { provider, open } = await company();
    const begun = await open();
    const { searchParams } = new URL(begun.address);
    const back = new URL(searchParams.get('redirect_uri')!);
    back.search = String(
      new URLSearchParams({
        error: 'access_denied',
        state: searchParams.get('state')!,
        iss: provider.issuer,
      }),
    );
    await fetch(back);
    const failure = await failureOf(begun.done);
    expect(failure).toMatchObject({ kind: 'sign-in-refused' });
    expect(failure.words).toContain('access_denied');
  });

  test('13 ends after five minutes', async () => {
    const { open } = await company();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const begun = await open();
    const ended = failureOf(begun.done);
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect((await ended).kind).toBe('sign-in-needed');
  });

  test('13 closes when somebody gives up', async () => {
    const { servers, connection } = await company();
    const end = new AbortController();
    const begun = await servers.openSignIn(connection, 'browser', end.signal);
    end.abort(new Error('given up'));
    await expect(begun.done).rejects.toThrow('given up');
    const back = new URL(new URL(begun.address).searchParams.get('redirect_uri')!);
    await expect
      .poll(() =>
        fetch(back).then(
          () => 'open',
          () => 'closed',
        ),
      )
      .toBe('closed');
  });
});

test('14 a registered address whose port is taken is named, and one that is free is used as it is', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const { port } = squatter.address() as { port: number };
  const redirect = `http://localhost:${port}/callback`;
  const { open, provider } = await company({ redirect, redirects: [redirect] });
  const failure = await failureOf(open());
  expect(failure.words).toContain(redirect);
  squatter.close();
  await once(squatter, 'close');
  const begun = await open();
  expect(new URL(begun.address).searchParams.get('redirect_uri')).toBe(redirect);
  await comeBack(provider, begun);
});

describe('the provider of a company is found', () => {
  const find = (baseUrl: string) => {
    const servers = createServers({ secrets: createMemorySecrets() });
    const connection: Connection = {
      ...{ id: 'x', kind: 'alfresco', name: 'x', baseUrl, tenant: '-default-', user: '', createdAt: 0 },
    };
    return servers.findSignIn(connection, signal);
  };

  test('in what the workspace says of itself', async () => {
    const provider = await startProvider();
    const config = {
      authType: 'OAUTH',
      oauth2: { host: provider.issuer, clientId: 'ferry', scope: 'openid' },
    };
    const server = await startRawServer(({ path }) =>
      path === '/workspace/app.config.json' ? json('200 OK', config) : json('404 Not Found', {}),
    );
    expect(await find(`${server.origin}/alfresco`)).toEqual({
      ...{
        issuer: provider.issuer,
        clientId: 'ferry',
        scope: 'openid',
        canDevice: true,
        foundBy: 'workspace',
      },
    });
    expect(server.requests.some((request) => request.header('authorization'))).toBe(false);
  });

  test('by where the repository sends browsers', async () => {
    const provider = await startProvider();
    const server = await startRawServer(({ path }) =>
      path === '/alfresco/s/index'
        ? [
            {
              send: `HTTP/1.1 302 Found\r\nLocation: ${provider.issuer}/auth?client_id=alfresco&scope=openid\r\nContent-Length: 0\r\n\r\n`,
            },
          ]
        : json('404 Not Found', {}),
    );
    expect(await find(`${server.origin}/alfresco`)).toMatchObject({
      ...{ issuer: provider.issuer, clientId: 'alfresco', foundBy: 'repository' },
    });
  });

  test('nowhere where an installation says that it doesn’t use one, or answers pages for everything', async () => {
    const basic = { authType: 'BASIC', oauth2: { host: 'http://127.0.0.1:1', clientId: 'alfresco' } };
    const server = await startRawServer(({ path }) =>
      path.endsWith('app.config.json')
        ? json('200 OK', basic)
        : [{ send: 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>' }],
    );
    expect(await find(`${server.origin}/alfresco`)).toBeNull();
  });

  test('not where no question is answered: what is in the way is told', async () => {
    await expect(find('http://127.0.0.1:1/alfresco')).rejects.toMatchObject({
      failure: { kind: 'unreachable' },
    });
  });
});

test('10 where a server gives tickets and takes none, the password itself is tried once and remembered', async () => {
  const alfresco = await startRawAlfresco();
  const basic = `Basic ${Buffer.from(`ada:${alfresco.password}`).toString('base64')}`;
  const usual = alfresco.isSignedIn.bind(alfresco);
  alfresco.isSignedIn = (authorization) => authorization === basic && !usual('never');
  const secrets = createMemorySecrets();
  await secrets.write({ connectionId: 'alfresco-1', origin: alfresco.server.origin }, alfresco.password);
  const api = createServers({ secrets }).api(alfresco.connection);
  expect(await api.probe({ signal })).toMatchObject({ account: 'ada' });
  expect(alfresco.seen('signIn')).toHaveLength(2);
  expect(await api.probe({ signal })).toMatchObject({ account: 'ada' });
  expect(alfresco.seen('signIn')).toHaveLength(2);
  alfresco.isSignedIn = () => false;
  expect(await failureOf(api.probe({ signal }))).toMatchObject({ kind: 'sign-in-refused' });
  const before = alfresco.server.requests.length;
  await failureOf(api.probe({ signal }));
  expect(alfresco.server.requests).toHaveLength(before);
});

describe('28 a keychain that fails in the middle of a refresh', () => {
  /** A company whose tokens are in a keychain, which from the next refresh on is as told. */
  async function failing(fail: (keychain: FakeKeychain) => void) {
    const keychain = new FakeKeychain();
    const keychainClock = new FakeClock();
    const secrets = createKeychainSecrets({
      ...{ load: keychain.load, clock: keychainClock, platform: 'darwin' },
    });
    const all = await signedIn({ rotates: true, secrets });
    await all.probe();
    const before = new Map(keychain.entries);
    all.provider.next.push((_request, _response, pass) => {
      fail(keychain);
      pass();
    });
    await all.clock.advance(3600 * 900);
    return { ...all, keychain, keychainClock, before };
  }

  test('28 and 5 is told as it is: the new token holds for this run, and the old entry is not touched', async () => {
    const { probe, keychain, before, secrets, key, provider } = await failing((it) => (it.locked = true));
    expect(await probe()).toMatchObject({ account: 'ada' });
    expect(keychain.entries).toEqual(before);
    expect(await secrets.read(key)).toMatchObject({ is: 'ok', kept: 'run' });
    expect(provider.grants.filter((grant) => grant.startsWith('refused'))).toEqual([]);
  });

  test('28 and hangs holds up nobody else, and is given up after a minute', async () => {
    const { probe, keychain, keychainClock, before, alfresco, servers } = await failing((it) =>
      it.faults.set('*', { hangs: new Promise(() => undefined) }),
    );
    let isThere = false;
    const probing = probe().finally(() => (isThere = true));
    const other = { ...alfresco.connection, id: 'alfresco-2', user: 'ada' };
    while (keychainClock.nextWake === null) await new Promise((resolve) => setImmediate(resolve));
    // Another connection fails for itself, and isn't kept waiting longer than its own call.
    const beside = failureOf(servers.api(other).probe({ signal }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isThere).toBe(false);
    await keychainClock.advance(60_000);
    await keychainClock.advance(60_000);
    expect(await probing).toMatchObject({ account: 'ada' });
    expect(await beside).toMatchObject({ kind: 'secret-missing' });
    expect(keychain.entries).toEqual(before);
  });
});
