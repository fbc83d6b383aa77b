import { expect, test } from 'vitest';
import type { Connections } from '../../src-main/core/connections.ts';
import type { Folders } from '../../src-main/core/folders.ts';
import { Gates } from '../../src-main/core/gates.ts';
import type { Space } from '../../src-main/core/space.ts';
import type { ConnectionState } from '../../src-shared/connection.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { JobState } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';

interface Shut {
  failure: Failure;
  since: number;
}

const away: Shut = { failure: { kind: 'unreachable' }, since: 1 };
const gone: Shut = { failure: { kind: 'folder-unavailable' }, since: 2 };
const full: Shut = { failure: { kind: 'no-space', size: 10, limit: 5 }, since: 3 };

/** Gates of which these are shut, each for the job of `composeJob` alone. */
function shut(
  {
    offline = null,
    connection = null,
    folder = null,
    space = null,
    isRunning = false,
  }: {
    offline?: number | null;
    connection?: Shut | null;
    folder?: Shut | null;
    space?: Shut | null;
    isRunning?: boolean;
  },
  state: ConnectionState['is'] = 'ok',
): Gates {
  const { id, connectionId, account, folder: own } = composeJob({ account: 'ada' });
  const connections = {
    offlineSince: (asked: string) => (asked === connectionId ? offline : null),
    closed: (asked: string, by: string | null) =>
      asked === connectionId && by === account ? connection : null,
    state: (asked: string) => ({ is: asked === connectionId ? state : 'unknown' }),
  } as unknown as Connections;
  const folders = { closed: (asked: string) => (asked === own ? folder : null) } as unknown as Folders;
  const spaces = {
    closed: (asked: string) => (asked === id ? space : null),
    isRunning: (asked: string) => isRunning && asked === id,
  } as unknown as Space;
  return new Gates(connections, folders, spaces);
}

const prepared = preparedIdSchema.parse('prepared-1');
const bytes = { source: { from: 'prepared', prepared }, counters: null, expiresAt: null } as const;
const job = (state: JobState) => composeJob({ account: 'ada', state });
const all = { connection: away, folder: gone, space: full };

test('a job that waits to be fetched is told the first shut gate: network, server, folder, room', () => {
  const ready = job({ is: 'ready', ...bytes });
  expect(shut({ ...all, offline: 9 }).closed(ready)).toEqual({ for: 'network', since: 9 });
  expect(shut(all).closed(ready)).toEqual({ for: 'connection', ...away });
  expect(shut({ folder: gone, space: full }).closed(ready)).toEqual({ for: 'folder', ...gone });
  expect(shut({ space: full }).closed(ready)).toEqual({ for: 'folder', ...full });
  expect(shut({}).closed(ready)).toBeNull();
});

test('a job that is yet to be prepared needs its server, and no folder', () => {
  const queued = job({ is: 'queued' });
  expect(shut({ folder: gone, space: full }).closed(queued)).toBeNull();
  expect(shut({ connection: away }).closed(queued)).toEqual({ for: 'connection', ...away });
});

test('a job whose bytes are here needs its folder, and no server', () => {
  const verifying = job({ is: 'verifying', ...bytes });
  expect(shut({ offline: 9, connection: away, space: full }).closed(verifying)).toBeNull();
  expect(shut({ folder: gone }).closed(verifying)).toEqual({ for: 'folder', ...gone });
});

test('a job whose bytes come isn’t said to wait for its folder, whatever others found out', () => {
  const fetching = job({ is: 'downloading', ...bytes });
  expect(shut({ folder: gone, isRunning: true }).closed(fetching)).toBeNull();
  // Its transfer has ended, and the list can't be told of it just now.
  expect(shut({ folder: gone }).closed(fetching)).toEqual({ for: 'folder', ...gone });
});

test('what is over waits for nothing', () => {
  expect(shut({ offline: 9, ...all }).closed(job({ is: 'cancelled' }))).toBeNull();
});

test('a gate says nothing before its server was looked at', () => {
  const queued = job({ is: 'queued' });
  expect(shut({}, 'ok').now().isKnown(queued)).toBe(true);
  expect(shut({}, 'unknown').now().isKnown(queued)).toBe(false);
  expect(shut({}, 'unreachable').now().isKnown(queued)).toBe(false);
});

test('a round over all jobs finds each before the gates that are shut for it, whoever was asked for before', () => {
  const ready = job({ is: 'ready', ...bytes });
  const others = { ...ready, account: 'eve' };
  const elsewhere = { ...ready, connectionId: 'elsewhere' };
  const atServer = shut({ connection: away }).now();
  expect([ready, others, elsewhere, ready].map((one) => atServer.isClosed(one))).toEqual([
    true,
    false,
    false,
    true,
  ]);
  const atFolder = shut({ folder: gone }).now();
  const queued = job({ is: 'queued' });
  expect([queued, ready, queued].map((one) => atFolder.isClosed(one))).toEqual([false, true, false]);
  expect(shut({ space: full }).now().isClosed(ready)).toBe(true);
  expect(shut({}).now().isClosed(ready)).toBe(false);
});
