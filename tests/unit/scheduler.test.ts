import { expect, test } from 'vitest';
import type { GateLooks } from '../../src-main/core/gates.ts';
import { inTurn, schedule } from '../../src-main/core/scheduler.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';

const now = 1_790_000_000_000;
const minute = 60_000;
const source = { from: 'prepared', prepared: preparedIdSchema.parse('prepared-1') } as const;
const data = (expiresAt: number | null = null) => ({ source, counters: null, expiresAt });

const job = (id: string, state: JobState, more: Partial<Job> = {}): Job =>
  composeJob({ id, connectionId: 'one', state, ...more });
const ready = (id: string, more: Partial<Job> = {}): Job => job(id, { is: 'ready', ...data() }, more);
const queued = (id: string, more: Partial<Job> = {}): Job => job(id, { is: 'queued' }, more);
const expiring = (id: string, minutes: number): Job =>
  job(id, { is: 'ready', ...data(now + minutes * minute) });

/** Gates that are shut before these jobs, and connections that were looked at unless told otherwise. */
const gates = (shut: string[] = [], unknown: string[] = []): GateLooks => ({
  isClosed: ({ id }) => shut.includes(id),
  isKnown: ({ id }) => !unknown.includes(id),
});

const slots = (all: number, transfers: number, preparations: number) => ({
  all,
  of: () => ({ transfers, preparations }),
});

const names = (queue: Job[]): string[] => queue.map(({ id }) => id);

test('what the server throws away within half an hour goes first, the soonest of all', () => {
  const queue = [
    ready('calm'),
    { ...expiring('later', 31), priority: 'low' as const },
    expiring('soon', 29),
    expiring('sooner', 5),
    ready('high', { priority: 'high' }),
  ];
  expect(names(inTurn(queue, now))).toEqual(['sooner', 'soon', 'high', 'calm', 'later']);
});

test('jobs of one priority keep the queue’s order', () => {
  const queue = [ready('b', { priority: 'low' }), ready('a'), ready('c', { priority: 'low' }), ready('d')];
  expect(names(inTurn(queue, now))).toEqual(['a', 'd', 'b', 'c']);
});

test('only so many downloads run at once, over all and at each server; the others know how many are before them', () => {
  const queue = [
    ready('one-1'),
    ready('one-2'),
    ready('two-1', { connectionId: 'two' }),
    ready('two-2', { connectionId: 'two' }),
    ready('three-1', { connectionId: 'three' }),
  ];
  const { go, ahead } = schedule(queue, slots(2, 1, 5), gates(), now);
  expect(go).toEqual(['one-1', 'two-1']);
  expect([...ahead]).toEqual([
    ['one-2', 0],
    ['two-2', 1],
    ['three-1', 2],
  ]);
});

test.each(['downloading', 'verifying', 'publishing'] as const)('one that is %s holds a slot', (is) => {
  const file = { name: 'a.zip', size: 1, sha256: 'f', inode: '1', folders: [], warnings: [] };
  const busy = job('busy', is === 'publishing' ? { is, ...data(), ...file } : { is, ...data() });
  expect(schedule([busy, ready('next')], slots(1, 5, 5), gates(), now).go).toEqual([]);
  expect(schedule([busy, ready('next')], slots(2, 1, 5), gates(), now).go).toEqual([]);
  expect(schedule([busy, ready('next')], slots(2, 2, 5), gates(), now).go).toEqual(['next']);
});

test('preparations have slots of their own, which downloads don’t take', () => {
  const preparing = job('busy', { is: 'preparing', prepared: source.prepared });
  const queue = [preparing, job('bytes', { is: 'downloading', ...data() }), queued('next'), queued('other')];
  expect(schedule(queue, slots(1, 1, 1), gates(), now).go).toEqual([]);
  const { go, ahead } = schedule(queue, slots(1, 1, 2), gates(), now);
  expect(go).toEqual(['next']);
  expect([...ahead]).toEqual([['other', 0]]);
});

test('who waits for a gate, a look at its server or its next try takes no slot and stands in nobody’s way', () => {
  const queue = [
    ready('shut'),
    ready('unknown'),
    ready('later', { retryAt: now + 1_000, lastFailure: { kind: 'cut' } }),
    job('paused', { is: 'paused', resume: { step: 'queued' } }),
    ready('free'),
  ];
  const { go, ahead } = schedule(queue, slots(1, 1, 1), gates(['shut'], ['unknown']), now);
  expect(go).toEqual(['free']);
  expect([...ahead]).toEqual([]);
});
