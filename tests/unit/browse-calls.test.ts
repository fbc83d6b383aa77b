import { describe, expect, test } from 'vitest';
import { browsingOf, createBrowseCalls, ownerOf } from '../../src-main/core/calls/browse.ts';
import type { Connections } from '../../src-main/core/connections.ts';
import type { Browsing, CallOptions, Ports } from '../../src-main/core/ports.ts';
import type { Connection } from '../../src-shared/connection.ts';
import { browseCalls } from '../../src-shared/contract/browse.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { serverItemSchema } from '../../src-shared/server-items.ts';
import type { ServerItem } from '../../src-shared/server-items.ts';
import { silentServer } from '../fakes/compose-job.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { createFakeServers } from '../fakes/fake-server.ts';

const own: Connection = { ...silentServer, baseUrl: 'https://records.example.com' };
const page = { skip: 20, limit: 10 };
const firstPage = { skip: 0, limit: 50 };
const item = (id: string): ServerItem => ({
  ...{ id, name: `${id}.pdf`, isFolder: false, size: 1, modifiedAt: null, path: null },
  mimeType: 'application/pdf',
});

/** The calls over a server that can be looked around in unless told otherwise; what it is asked is in `asked`. */
function createCalls(browsing: Partial<Browsing> | null = {}) {
  const asked: unknown[][] = [];
  const reported: Failure[] = [];
  const network = { isThere: true };
  const config = new FakeConfig();
  config.saveConnection(own);
  const remembering = new Proxy(browsing ?? {}, {
    get:
      (parts: Record<string, unknown>, name: string) =>
      (...given: unknown[]) => {
        asked.push([name, ...given]);
        return (
          (parts[name] as ((...all: unknown[]) => unknown) | undefined)?.(...given) ?? Promise.resolve(name)
        );
      },
  });
  const connections = {
    find: (id: string) => config.connections().find((one) => one.id === id) ?? null,
    api: () => (browsing ? { browsing: remembering } : {}),
    hasNetwork: () => network.isThere,
    report: (_id: string, failure: Failure) => void reported.push(failure),
  } as unknown as Connections;
  const servers = createFakeServers();
  servers.readPasted = (_kind, items) =>
    items.map((text) => ({ text, host: text.includes('//') ? new URL(text).host : null }));
  const ports = { servers, config } as unknown as Ports;
  return { calls: createBrowseCalls(ports, connections), connections, config, asked, reported, network };
}

test('without a network nothing is asked, and what was pasted can be asked for by its id', async () => {
  const { calls, asked, reported, network } = createCalls({ resolve: async () => item('a') });
  network.isThere = false;
  const place = { is: 'folder', id: '-root-' } as const;
  const sort = { by: 'name', descending: false } as const;
  const look = async () => calls['browse.list']({ connectionId: own.id, place, sort, ...page });
  await expect(look()).rejects.toMatchObject({ failure: { kind: 'offline' } });
  const { results } = await calls['browse.resolve']({ connectionId: own.id, items: ['a'], ...firstPage });
  expect(results).toEqual([{ is: 'refused', text: 'a', failure: { kind: 'offline' }, id: 'a' }]);
  expect([asked, reported]).toEqual([[], []]);
});

test('each call asks the server what it was asked, as somebody who waits for the answer', async () => {
  const { calls, asked } = createCalls({ canSearch: async () => true, sizeOf: async () => null });
  const connectionId = own.id;
  const place = { is: 'folder', id: '-root-' } as const;
  const sort = { by: 'name', descending: false } as const;
  await calls['browse.list']({ connectionId, place, sort, ...page });
  await calls['browse.sites']({ connectionId, which: 'mine', ...page });
  await calls['browse.search']({ connectionId, text: 'plan', within: 'f1', ...page });
  expect(await calls['browse.canSearch']({ connectionId })).toEqual({ canSearch: true });
  expect(await calls['browse.size']({ connectionId, folderId: 'f1' })).toEqual({ size: null });
  expect(asked.map((call) => call.slice(0, -1))).toEqual([
    ['list', place, { sort, ...page }],
    ['sites', 'mine', page],
    ['search', { text: 'plan', within: 'f1' }, page],
    ['canSearch'],
    ['sizeOf', 'f1'],
  ]);
  for (const options of asked.map((call) => call.at(-1) as CallOptions)) {
    expect(options.priority).toBe('user');
    expect(options.signal.aborted).toBe(false);
  }
});

test('a server that is gone, or that has no folders, is told in words, and nothing is asked', async () => {
  const { connections } = createCalls(null);
  const refused = (name: 'validationErrors.serverGone' | 'validationErrors.server.noFolders') =>
    expect.objectContaining({ failure: { kind: 'invalid-input', detail: phrase(name) } }) as Error;
  expect(() => browsingOf(connections, 'unknown')).toThrow(refused('validationErrors.serverGone'));
  expect(() => browsingOf(connections, own.id)).toThrow(refused('validationErrors.server.noFolders'));
});

test('what fails while looking around is told to the server’s gate, a missing search isn’t', async () => {
  const failing = (kind: Failure['kind']) => {
    const error = new FailedError({ kind });
    return { ...createCalls({ canSearch: () => Promise.reject(error) }), error };
  };
  for (const kind of ['sign-in-needed', 'unsupported'] as const) {
    const { calls, reported, error } = failing(kind);
    await expect(calls['browse.canSearch']({ connectionId: own.id })).rejects.toBe(error);
    expect(reported).toEqual(kind === 'unsupported' ? [] : [{ kind }]);
  }
  const broken = createCalls({ canSearch: () => Promise.reject(new TypeError('x')) });
  await expect(broken.calls['browse.canSearch']({ connectionId: own.id })).rejects.toThrow('x');
  expect(broken.reported).toEqual([]);
});

describe('what is pasted', () => {
  const resolving = {
    resolve: async (text: string) => {
      if (text === 'gone') throw new FailedError({ kind: 'not-found' });
      return item(text);
    },
  };

  test('is looked up each by itself: one that leads nowhere holds up no other', async () => {
    const { calls } = createCalls(resolving);
    const { results, total } = await calls['browse.resolve']({
      connectionId: own.id,
      items: ['a', 'gone', 'b'],
      ...firstPage,
    });
    expect(results).toEqual([
      { is: 'item', text: 'a', item: item('a') },
      { is: 'refused', text: 'gone', failure: { kind: 'not-found' }, id: null },
      { is: 'item', text: 'b', item: item('b') },
    ]);
    expect(browseCalls['browse.resolve'].output.parse({ results, total })).toEqual({ results, total: 3 });
  });

  test('that the server couldn’t be asked about has the id that it names, to be asked for all the same', async () => {
    const failing = (kind: Failure['kind']) =>
      createCalls({ resolve: () => Promise.reject(new FailedError({ kind })) });
    for (const [kind, id] of [
      ['unreachable', 'a'],
      ['sign-in-needed', 'a'],
      ['refused', null],
      ['not-found', null],
    ] as const) {
      const { results } = await failing(kind).calls['browse.resolve']({
        connectionId: own.id,
        items: ['a'],
        ...firstPage,
      });
      expect(results).toEqual([{ is: 'refused', text: 'a', failure: { kind }, id }]);
    }
  });

  test('of another host isn’t asked for here: the server is named that it is of', async () => {
    const { calls, config, asked } = createCalls(resolving);
    config.saveConnection({ ...own, id: 'other', baseUrl: 'https://other.example.com' });
    const items = [
      'https://records.example.com/x',
      'https://other.example.com/y',
      'https://nobody.example.com/z',
    ];
    const { results } = await calls['browse.resolve']({ connectionId: own.id, items, ...firstPage });
    expect(results).toMatchObject([
      { is: 'item', text: items[0] },
      { is: 'elsewhere', text: items[1], host: 'other.example.com', connectionId: 'other' },
      { is: 'elsewhere', text: items[2], host: 'nobody.example.com', connectionId: null },
    ]);
    expect(asked.map((call) => call[1])).toEqual([items[0]]);
  });

  test('is looked up some at a time: how many there are is told, and nothing else is asked for', async () => {
    const { calls, asked } = createCalls(resolving);
    const items = Array.from({ length: 1_001 }, (_, index) => `i${index}`);
    const part = await calls['browse.resolve']({ connectionId: own.id, items, skip: 990, limit: 50 });
    expect(part.total).toBe(1_001);
    expect(part.results.map(({ text }) => text)).toEqual(items.slice(990));
    expect(asked).toHaveLength(11);
  });

  test('is refused for a server that is gone before anything is read', async () => {
    const { calls } = createCalls(resolving);
    await expect(
      calls['browse.resolve']({ connectionId: 'unknown', items: ['a'], ...firstPage }),
    ).rejects.toMatchObject({
      failure: { detail: phrase('validationErrors.serverGone') },
    });
  });
});

describe('whose an address is', () => {
  const other: Connection = { ...own, id: 'other', baseUrl: 'https://other.example.com:8443' };
  const owner = (host: string, more: Partial<Connection> = {}): string | null => {
    const config = new FakeConfig();
    config.saveConnection(own);
    config.saveConnection({ ...other, ...more });
    const found = ownerOf({ config }, own, host);
    return found === null || found === 'own' ? found : found.id;
  };

  test('is told by host and port, and by the host alone where nobody else is there', () => {
    expect(owner('records.example.com')).toBe('own');
    expect(owner('records.example.com:8080')).toBe('own');
    expect(owner('other.example.com:8443')).toBe('other');
    expect(owner('other.example.com')).toBeNull();
    expect(owner('not a host')).toBeNull();
  });

  test('is another server’s of the same machine before it is this one’s', () => {
    expect(owner('records.example.com:8443', { baseUrl: 'https://records.example.com:8443' })).toBe('other');
  });

  test('is nobody’s where that server was removed, or is of another kind', () => {
    expect(owner('other.example.com:8443', { removed: true })).toBeNull();
    expect(owner('other.example.com:8443', { kind: 'bridge' })).toBeNull();
  });
});

test('a page of a list has an end: a call for more than a thousand, or from before the first, is none', () => {
  const input = browseCalls['browse.sites'].input;
  const asked = { connectionId: own.id, which: 'all', skip: 0, limit: 1_000 };
  expect(input.safeParse(asked).success).toBe(true);
  for (const wrong of [{ limit: 1_001 }, { limit: 0 }, { skip: -1 }, { skip: 0.5 }, { which: 'some' }])
    expect(input.safeParse({ ...asked, ...wrong }).success).toBe(false);
});

test('an item without an id is none, whatever else a server doesn’t tell may be missing', () => {
  expect(serverItemSchema.safeParse({ ...item('a'), size: null, modifiedAt: null, path: null }).success).toBe(
    true,
  );
  expect(serverItemSchema.safeParse(item('')).success).toBe(false);
  expect(serverItemSchema.safeParse({ ...item('a'), size: -1 }).success).toBe(false);
});
