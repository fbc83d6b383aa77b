import { expect, test } from 'vitest';
import { PreparationEstimate } from '../../src-main/core/preparation-estimate.ts';
import type { LogEntry } from '../../src-main/core/ports.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';

const minute = 60_000;
const exportOf = (downloadType: string): Job['request'] => ({ kind: 'bridge', downloadType });

function harness() {
  const store = new FakeJobStore();
  const clock = new FakeClock();
  let jobs = 0;
  /** A download of the past, which its server prepared for so long; `via` is where it came from before that. */
  const prepared = (minutes: number, about: Partial<Job> = {}, via = 'asking'): void => {
    const job = composeJob({ id: `past-${(jobs += 1)}`, state: { is: 'cancelled' }, ...about });
    const entry = (at: number, from: string, to: string): LogEntry => ({
      ...{ jobId: job.id, at, event: 'moved', from, to, detail: {} },
    });
    store.save(
      [job],
      [
        entry(1_000, via, 'preparing'),
        entry(2_000, 'preparing', 'preparing'),
        entry(1_000 + minutes * minute, 'preparing', 'ready'),
        entry(1_000 + minutes * minute + 5, 'ready', 'cancelled'),
      ],
      [],
    );
  };
  return { clock, prepared, spans: new PreparationEstimate({ store, clock }) };
}

test('the usual span is the median of the newest ones of the same kind at the same server', () => {
  const { spans, prepared } = harness();
  for (const minutes of [3, 9, 200]) prepared(minutes, { request: exportOf('user_export') });
  prepared(70, { request: exportOf('course_export') });
  prepared(80, { request: exportOf('user_export'), connectionId: 'another' });
  const learnt = spans.of(composeJob({ request: exportOf('user_export') }));
  expect(learnt.usual).toBe(9 * minute);
  expect(learnt.ends.samples).toBe(3);
  expect(learnt.ends.lengths.length).toBeGreaterThan(1_000);
});

test('people are told of the newest five, however many are learnt from', () => {
  const { spans, prepared } = harness();
  for (const minutes of [1, 1, 1, 1, 1, 1, 60, 60, 60]) prepared(minutes);
  const { usual, ends } = spans.of(composeJob());
  expect([usual, ends.samples]).toEqual([60 * minute, 9]);
});

test('a server that is seldom asked is remembered, however much others prepared since', () => {
  const { spans, prepared } = harness();
  for (const minutes of [20, 30, 40]) prepared(minutes);
  for (let other = 0; other < 250; other += 1) prepared(1, { connectionId: 'another' });
  expect(spans.of(composeJob())).toMatchObject({ usual: 30 * minute, ends: { samples: 3 } });
});

test('one span is no habit, and one with a pause in it counts for nothing', () => {
  const { spans, prepared } = harness();
  prepared(3);
  prepared(90, {}, 'paused');
  expect(spans.of(composeJob())).toEqual({ usual: null, ends: { lengths: [], samples: 0 } });
});

test('what is learnt later counts a minute later', async () => {
  const { spans, prepared, clock } = harness();
  expect(spans.of(composeJob()).usual).toBeNull();
  prepared(3);
  prepared(5);
  expect(spans.of(composeJob()).usual).toBeNull();
  await clock.advance(minute);
  expect(spans.of(composeJob()).usual).toBe(5 * minute);
});
