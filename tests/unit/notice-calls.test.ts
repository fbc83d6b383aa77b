import { expect, test } from 'vitest';
import type { CallParts } from '../../src-main/core/calls/call-parts.ts';
import { createNoticeCalls } from '../../src-main/core/calls/notices.ts';
import type { Ports } from '../../src-main/core/ports.ts';
import type { ConnectionState } from '../../src-shared/connection.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import { composeJob, silentServer } from '../fakes/compose-job.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';

function createCalls(queue: Job[], past: Job[], states: Record<string, ConnectionState> = {}) {
  const store = new FakeJobStore();
  store.save(past, [], []);
  const config = new FakeConfig();
  const published: [string, unknown][] = [];
  const parts = {
    jobs: { all: () => queue },
    connections: {
      all: () => Object.keys(states).map((id) => ({ ...silentServer, id })),
      state: (id: string) => states[id],
    },
    view: ({ id }: Job) => ({ id }),
    publish: (name: string, data: unknown) => void published.push([name, data]),
  } as unknown as CallParts;
  const calls = createNoticeCalls({ config, store, clock: new FakeClock() } as unknown as Ports, parts);
  const listed = async () => (await calls['notices.list']({})).notices;
  return { calls, config, published, listed };
}

const ended = (id: string, changedAt: number, state: JobState = { is: 'expired' }): Job =>
  composeJob({ id, changedAt, state });
const failed = (kind: 'sign-in-needed' | 'untrusted' | 'unsupported' | 'unreachable', since: number) =>
  ({ failure: { kind }, since }) as const;

test('jobs and servers are told together, the newest first', async () => {
  const { listed } = createCalls([ended('now', 30)], [ended('past', 10, { is: 'cancelled' })], {
    locked: { is: 'needsSignIn', ...failed('sign-in-needed', 20) },
    odd: { is: 'unsupported', ...failed('unsupported', 40) },
    strange: { is: 'untrusted', ...failed('untrusted', 5) },
  });
  expect(await listed()).toEqual([
    { about: 'server', id: 'odd', at: 40, connectionId: 'odd' },
    { about: 'job', id: 'now', at: 30, job: { id: 'now' } },
    { about: 'server', id: 'locked', at: 20, connectionId: 'locked' },
    { about: 'server', id: 'strange', at: 5, connectionId: 'strange' },
  ]);
});

test('a server that works, or that only time brings back, is no news', async () => {
  const { listed } = createCalls([], [], {
    fine: { is: 'ok', info: { account: 'ada', version: null } },
    new: { is: 'unknown' },
    away: { is: 'unreachable', ...failed('unreachable', 1), tries: 1, probeAt: 2 },
  });
  expect(await listed()).toEqual([]);
});

test('a job is told as it is now, not as the history has it as well', async () => {
  const saved = { is: 'saved', folder: '/d', fileName: 'a', size: 1, sha256: 'f', warnings: [] } as JobState;
  const { listed } = createCalls([ended('a', 9)], [ended('a', 5, saved)]);
  expect(await listed()).toMatchObject([{ id: 'a', at: 9 }]);
});

test('a hundred are told at most, the newest', async () => {
  const many = Array.from({ length: 101 }, (_, index) => ended(`j${index}`, index));
  const { listed } = createCalls(many, []);
  const notices = await listed();
  expect([notices.length, notices[0]!.at, notices.at(-1)!.at]).toEqual([100, 100, 1]);
});

test('what was seen is kept and told to all screens, and never goes back', async () => {
  const { calls, config, published } = createCalls([], []);
  await calls['notices.seen']({ upTo: 7 });
  expect(config.settings().noticesSeenAt).toBe(7);
  expect(published).toEqual([['settings.changed', { settings: config.settings() }]]);
  await calls['notices.seen']({ upTo: 7 });
  await calls['notices.seen']({ upTo: 3 });
  expect([config.settings().noticesSeenAt, published.length]).toEqual([7, 1]);
});
