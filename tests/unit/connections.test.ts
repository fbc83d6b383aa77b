import { describe, expect, test } from 'vitest';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { Connections } from '../../src-main/core/connections.ts';
import type { Secrets } from '../../src-main/core/ports.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { silentServer } from '../fakes/compose-job.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { FakeNetwork } from '../fakes/fake-network.ts';
import { createFakeServers } from '../fakes/fake-server.ts';

const { id } = silentServer;
const never = new AbortController().signal;

/** Secrets that a keychain keeps, which memory never does. */
function keychainSecrets(): Secrets {
  const memory = createMemorySecrets();
  return {
    ...memory,
    read: async (key) => {
      const state = await memory.read(key);
      return state.is === 'ok' ? { ...state, kept: 'keychain' } : state;
    },
  };
}

function createConnections(secrets: Secrets = createMemorySecrets()) {
  const clock = new FakeClock();
  const config = new FakeConfig();
  config.saveConnection(silentServer);
  const servers = createFakeServers({ account: 'ada' });
  const network = new FakeNetwork();
  const news: string[] = [];
  const logged: unknown[] = [];
  const log = { event: (event: string, fields?: object) => void logged.push({ event, ...fields }) };
  const connections = new Connections(
    { ...{ secrets, servers, config, clock, log, network }, random: { next: () => 0.5, id: () => 'x' } },
    (changed) => void news.push(changed),
  );
  const server = servers.server(id);
  const fails = (failure: Failure): void => server.always('probe', new FailedError(failure));
  const state = (): string => connections.state(id).is;
  return { clock, config, servers, server, network, secrets, connections, news, logged, fails, state };
}

describe('a look at a server', () => {
  test('finds out who we are there, once however often it is asked for', async () => {
    const { connections, server, news } = createConnections();
    connections.look(id);
    connections.look(id);
    await settle();
    expect(connections.state(id)).toEqual({ is: 'ok', info: { account: 'ada', version: 'Fake 1.0' } });
    expect(server.count('probe')).toBe(1);
    expect(news).toEqual([id]);
  });

  test('isn’t taken without a network, nor at a server that nobody knows', async () => {
    const { connections, network, server } = createConnections();
    network.set(false);
    connections.look(id);
    connections.look('unknown');
    await settle();
    expect(server.count('probe')).toBe(0);
    expect(connections.hasNetwork('unknown')).toBe(false);
  });

  test.each([
    [{ kind: 'busy' }, phrase('failureDetails.network.busy')],
    [{ kind: 'server-error', status: 500 }, phrase('failureDetails.network.ownError')],
    [{ kind: 'refused', detail: 'No.' }, 'No.'],
  ] as [Failure, Failure['detail']][])(
    'that meets %j finds the server out of reach, and says why',
    async (failure, detail) => {
      const { connections, fails, logged } = createConnections();
      fails(failure);
      connections.look(id);
      await settle();
      expect(connections.state(id)).toMatchObject({
        is: 'unreachable',
        failure: { ...failure, kind: 'unreachable', detail },
      });
      expect(logged).toEqual([{ event: 'probe failed', connectionId: id, kind: failure.kind }]);
    },
  );

  test('that has no answer after 45 seconds finds the server out of reach', async () => {
    const { connections, clock, server, state } = createConnections();
    server.always('probe', () => new Promise<never>(() => undefined));
    connections.look(id);
    await clock.advance(44_999);
    expect(state()).toBe('unknown');
    await clock.advance(1);
    expect(connections.state(id)).toMatchObject({
      ...{
        is: 'unreachable',
        failure: { kind: 'unreachable', detail: phrase('failureDetails.network.noAnswer') },
      },
    });
  });

  test('whose network went away meanwhile says nothing of the server', async () => {
    const { connections, server, network, state } = createConnections();
    server.always('probe', async () => {
      network.set(false);
      throw new FailedError({ kind: 'unreachable' });
    });
    connections.look(id);
    await settle();
    expect(state()).toBe('unknown');
  });

  test('is due where nothing is known, and at one out of reach when its time has come', async () => {
    const { connections, clock, fails, server } = createConnections();
    fails({ kind: 'unreachable' });
    const all = new Set([id]);
    expect(connections.nextLook(all)).toBeNull();
    connections.lookWhereDue(all);
    await settle();
    const next = connections.nextLook(all)!;
    expect(next).toBeGreaterThan(clock.now());
    await clock.advance(next - clock.now() - 1);
    connections.lookWhereDue(all);
    expect(server.count('probe')).toBe(1);
    await clock.advance(1);
    connections.lookWhereDue(all);
    // While it is under way no other one is.
    expect(connections.nextLook(all)).toBeNull();
    await settle();
    expect(server.count('probe')).toBe(2);
    expect(connections.nextLook(new Set())).toBeNull();
  });
});

describe('a job’s requests', () => {
  test('wait while the server needs something, and are told what and since when', async () => {
    const { connections, clock, fails } = createConnections();
    expect(connections.closed(id, 'ada')).toBeNull();
    expect(connections.mayGo(id, 'ada')).toBe(false);
    fails({ kind: 'untrusted' });
    connections.look(id);
    await settle();
    expect(connections.closed(id, 'ada')).toEqual({ failure: { kind: 'untrusted' }, since: clock.now() });
    expect(connections.mayGo(id, 'ada')).toBe(false);

    const away = createConnections();
    away.fails({ kind: 'unreachable' });
    away.connections.look(id);
    await settle();
    const next = away.connections.closed(id, 'ada')?.nextAt ?? 0;
    expect(away.connections.state(id)).toMatchObject({ is: 'unreachable', probeAt: next });
  });

  test('go out as the account that asked, and as any where none asked yet', async () => {
    const { connections } = createConnections();
    connections.look(id);
    await settle();
    expect([connections.mayGo(id, 'ada'), connections.mayGo(id, null)]).toEqual([true, true]);
    expect(connections.mayGo(id, 'eve')).toBe(false);
    expect(connections.closed(id, 'eve')).toEqual({
      failure: { kind: 'other-account', detail: 'eve' },
      since: 0,
    });
  });

  test('to a server that was removed wait for ever, and its name is known all the same', () => {
    const { connections, config } = createConnections();
    config.saveConnection({ ...silentServer, removed: true });
    expect(connections.find(id)).toBeNull();
    expect(connections.all()).toEqual([]);
    expect(connections.closed(id, null)).toEqual({
      failure: { kind: 'server-removed', detail: silentServer.baseUrl },
      since: 0,
    });
    expect(connections.nameOf(id)).toBe('Records');
    expect(connections.nameOf('other')).toEqual(phrase('common.unknownServer'));
    expect(connections.offlineSince(id)).toBeNull();
  });

  test('that wait have the server looked at, and go out as soon as it works', async () => {
    const { connections, fails, server } = createConnections();
    fails({ kind: 'sign-in-needed' });
    let isOpen = false;
    const waiting = connections.opened(id, null, never).then(() => (isOpen = true));
    await settle();
    expect(isOpen).toBe(false);
    server.always('probe', null);
    connections.signedIn(id);
    await waiting;
    const end = new AbortController();
    fails({ kind: 'sign-in-needed' });
    connections.changed(id);
    const given = connections.opened(id, null, end.signal);
    end.abort(new Error('cancelled'));
    await expect(given).rejects.toThrow('cancelled');
  });

  test('tell the gate of what concerns the server, not of what is their own affair', async () => {
    const { connections, news, state } = createConnections();
    connections.report(id, { kind: 'not-found' });
    expect([state(), news.length]).toEqual(['unknown', 0]);
    connections.report(id, { kind: 'unreachable' });
    expect([state(), news.length]).toEqual(['unreachable', 1]);
  });
});

describe('a network that comes and goes', () => {
  test('is told since when it is away, and servers are looked at anew when it is back', async () => {
    const { connections, clock, network, server } = createConnections();
    connections.look(id);
    await settle();
    expect(connections.offlineSince(id)).toBeNull();
    const since = clock.now();
    network.set(false);
    connections.networkChanged();
    await clock.advance(5_000);
    connections.networkChanged();
    expect(connections.offlineSince(id)).toBe(since);
    expect(connections.mayGo(id, null)).toBe(false);
    network.set(true);
    connections.networkChanged();
    await settle();
    expect(connections.offlineSince(id)).toBeNull();
    expect(server.count('probe')).toBe(2);
    expect(connections.mayGo(id, null)).toBe(true);
  });

  test.each([
    ['unreachable', true],
    ['untrusted', true],
    ['proxy-sign-in', true],
    ['unsupported', false],
    ['sign-in-refused', false],
    ['secret-missing', false],
  ] as const)('after %s a look is worth it: %s', async (kind, isLookedAt) => {
    const { connections, servers, fails, server } = createConnections();
    fails({ kind });
    connections.look(id);
    await settle();
    connections.renew();
    await settle();
    expect(server.count('probe')).toBe(isLookedAt ? 2 : 1);
    expect(servers.forgotten).toEqual(isLookedAt ? [id] : []);
  });

  test('a proxy that refused a password isn’t asked with it again', async () => {
    const { connections, fails, server } = createConnections();
    fails({ kind: 'proxy-sign-in', detail: phrase('failureDetails.proxy.closed') });
    connections.look(id);
    await settle();
    connections.renew();
    await settle();
    expect(server.count('probe')).toBe(1);
  });
});

describe('a password that was refused', () => {
  const key = { connectionId: id, origin: new URL(silentServer.baseUrl).origin } as const;

  test('and is kept isn’t sent again by itself, in no run, until somebody asks for it', async () => {
    const { connections, config, secrets, fails, server, state } = createConnections(keychainSecrets());
    await secrets.write(key, 'wrong');
    fails({ kind: 'sign-in-refused' });
    connections.look(id);
    await settle();
    expect(config.connections()[0]).toMatchObject({ refused: true });
    connections.changed(id);
    connections.look(id);
    await settle();
    expect([server.count('probe'), state()]).toEqual([1, 'needsSignIn']);
    server.always('probe', null);
    expect(await connections.test(id)).toMatchObject({ is: 'ok' });
    expect(config.connections()[0]).not.toHaveProperty('refused');
    expect(server.count('probe')).toBe(2);
  });

  test('and goes with this run needn’t be remembered', async () => {
    const { connections, config, secrets, fails } = createConnections();
    await secrets.write(key, 'wrong');
    fails({ kind: 'sign-in-refused' });
    connections.look(id);
    await settle();
    expect(config.connections()[0]).not.toHaveProperty('refused');
  });

  test('is remembered once, and what else is known of the server stays', async () => {
    const { connections, config, secrets, fails } = createConnections(keychainSecrets());
    await secrets.write(key, 'wrong');
    let saved = 0;
    const save = config.saveConnection.bind(config);
    config.saveConnection = (connection) => {
      saved += 1;
      save(connection);
    };
    fails({ kind: 'sign-in-refused' });
    await connections.test(id);
    await connections.test(id);
    expect(saved).toBe(1);
    expect(config.connections()[0]).toEqual({ ...silentServer, refused: true });
  });
});

test('what was known of a server is void once it changes, and the look under way brings no news', async () => {
  const { connections, server, servers, state } = createConnections();
  const answer = Promise.withResolvers<void>();
  server.always('probe', async () => {
    await answer.promise;
    return { account: 'eve', version: null };
  });
  connections.look(id);
  await settle();
  connections.changed(id);
  answer.resolve();
  await settle();
  expect(state()).toBe('unknown');
  expect(servers.forgotten).toEqual([id]);
});

test('of a server that was removed nothing is known', async () => {
  const { connections, state } = createConnections();
  connections.look(id);
  await settle();
  connections.removed(id);
  expect(state()).toBe('unknown');
});

test('the end of the program ends every look, and waits for it', async () => {
  const { connections, server } = createConnections();
  server.always('probe', () => new Promise<never>(() => undefined));
  connections.look(id);
  await settle();
  await connections.stop();
  expect(server.calls[0]?.signal.aborted).toBe(true);
});
