import { describe, expect, test } from 'vitest';
import { createSignInCalls } from '../../src-main/core/calls/company-sign-in.ts';
import type { Connections } from '../../src-main/core/connections.ts';
import type { OpenSignIn, Ports } from '../../src-main/core/ports.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { silentServer } from '../fakes/compose-job.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';
import { createFakeServers } from '../fakes/fake-server.ts';

const { id } = silentServer;
const over = { failure: { kind: 'invalid-input', detail: phrase('validationErrors.signIn.over') } };

function createCalls({ canOpen = true } = {}) {
  const clock = new FakeClock();
  const servers = createFakeServers();
  const opened: string[] = [];
  const kept: unknown[][] = [];
  const signedIn: string[] = [];
  const begun: { done: PromiseWithResolvers<'keychain' | 'run'>; signal: AbortSignal; way: string }[] = [];
  servers.openSignIn = async (_connection, way, signal): Promise<OpenSignIn> => {
    const done = Promise.withResolvers<'keychain' | 'run'>();
    done.promise.catch(() => undefined);
    signal.addEventListener('abort', () => done.reject(signal.reason as Error));
    begun.push({ done, signal, way });
    const address = `https://id.example.com/${begun.length}`;
    return { address, host: 'id.example.com', until: 9, device: null, done: done.promise };
  };
  const desktop = canOpen ? { openAddress: async (address: string) => void opened.push(address) } : {};
  const calls = createSignInCalls({ servers, clock, desktop } as unknown as Ports, {
    connections: { signedIn: (of: string) => void signedIn.push(of) } as unknown as Connections,
    existing: (of) => {
      if (of !== id) throw new FailedError({ kind: 'invalid-input' });
      return silentServer;
    },
    kept: (of, place) => void kept.push([of, place]),
  });
  const begin = () => calls['connections.beginSignIn']({ id, way: 'browser' });
  return { calls, clock, servers, opened, kept, signedIn, begun, begin };
}

describe('a sign-in at the company', () => {
  test('is begun in the wished way, and tells where it goes on', async () => {
    const { calls, begun } = createCalls();
    expect(await calls['connections.beginSignIn']({ id, way: 'device' })).toEqual({
      ...{ address: 'https://id.example.com/1', host: 'id.example.com', until: 9, device: null },
    });
    expect(begun[0]?.way).toBe('device');
    await expect(calls['connections.beginSignIn']({ id: 'unknown', way: 'device' })).rejects.toThrow();
  });

  test('that is done is kept, and the server is looked at anew', async () => {
    const { calls, begun, begin, kept, signedIn } = createCalls();
    await begin();
    const awaited = calls['connections.awaitSignIn']({ id });
    begun[0]!.done.resolve('keychain');
    expect(await awaited).toEqual({ kept: 'keychain' });
    expect([kept, signedIn]).toEqual([[[id, 'keychain']], [id]]);
    await expect(calls['connections.awaitSignIn']({ id })).rejects.toMatchObject(over);
  });

  test('that failed is over, and nothing was kept', async () => {
    const { calls, begun, begin, kept, signedIn } = createCalls();
    await begin();
    const awaited = calls['connections.awaitSignIn']({ id });
    begun[0]!.done.reject(new FailedError({ kind: 'sign-in-refused' }));
    await expect(awaited).rejects.toMatchObject({ failure: { kind: 'sign-in-refused' } });
    expect([kept, signedIn]).toEqual([[], []]);
    await expect(calls['connections.showSignIn']({ id })).rejects.toMatchObject(over);
  });

  test('ends when another one is begun, which goes on by itself', async () => {
    const { calls, begun, begin } = createCalls();
    await begin();
    const first = calls['connections.awaitSignIn']({ id });
    const ended = expect(first).rejects.toMatchObject({ failure: { kind: 'sign-in-needed' } });
    await begin();
    await ended;
    expect(begun.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    const second = calls['connections.awaitSignIn']({ id });
    begun[1]!.done.resolve('run');
    expect(await second).toEqual({ kept: 'run' });
  });

  test('that is cancelled is over at once, and to cancel none is no fault', async () => {
    const { calls, begun, begin } = createCalls();
    expect(calls['connections.cancelSignIn']({ id })).toEqual({});
    await begin();
    expect(calls['connections.cancelSignIn']({ id })).toEqual({});
    expect(begun[0]!.signal.aborted).toBe(true);
    await expect(calls['connections.awaitSignIn']({ id })).rejects.toMatchObject(over);
  });

  test('is shown in the browser where the host can do that', async () => {
    const { calls, begin, opened } = createCalls();
    await begin();
    await calls['connections.showSignIn']({ id });
    expect(opened).toEqual(['https://id.example.com/1']);
    const other = createCalls({ canOpen: false });
    await other.begin();
    await expect(other.calls['connections.showSignIn']({ id })).rejects.toMatchObject({
      failure: { detail: phrase('validationErrors.cannotOpen') },
    });
  });
});

describe('to look for a company’s sign-in', () => {
  const input = { kind: 'alfresco', address: 'records.example.com' } as const;

  test('asks the server at the typed address, by the ways that are known', async () => {
    const { calls, servers } = createCalls();
    const asked: unknown[] = [];
    const offer = { issuer: 'https://id.example.com', clientId: 'ferry' } as never;
    servers.findSignIn = async (connection) => {
      asked.push(connection);
      return offer;
    };
    const proxy = { use: 'none' } as const;
    expect(await calls['connections.findSignIn']({ ...input, proxy })).toEqual({ offer, failure: null });
    expect(asked).toMatchObject([
      { baseUrl: 'https://records.example.com', kind: 'alfresco', user: '', proxy },
    ]);
    await calls['connections.findSignIn']({ ...input, id });
    await expect(calls['connections.findSignIn']({ ...input, id: 'unknown' })).rejects.toThrow();
  });

  test('says why the server couldn’t be asked, and a fault of Ferry’s own is told as one', async () => {
    const { calls, servers } = createCalls();
    servers.findSignIn = () => Promise.reject(new FailedError({ kind: 'unreachable' }));
    expect(await calls['connections.findSignIn'](input)).toEqual({
      ...{ offer: null, failure: { kind: 'unreachable' } },
    });
    servers.findSignIn = () => Promise.reject(new TypeError('x is undefined'));
    await expect(calls['connections.findSignIn'](input)).rejects.toThrow('x is undefined');
  });

  test('takes 25 seconds at most, and leaves nothing running', async () => {
    const { calls, clock, servers } = createCalls();
    let signal: AbortSignal | null = null;
    servers.findSignIn = (_connection, given) => {
      signal = given;
      return new Promise<never>(() => undefined);
    };
    let found: unknown = null;
    const looking = Promise.resolve(calls['connections.findSignIn'](input)).then((offer) => (found = offer));
    await clock.advance(24_999);
    expect(found).toBeNull();
    await clock.advance(1);
    await looking;
    expect(found).toMatchObject({ offer: null, failure: { kind: 'unreachable' } });
    expect(signal!.aborted).toBe(true);
    await settle();
    expect(clock.nextWake).toBeNull();
  });
});
