/** Rules of the job machine that its graph doesn't show: what is counted, and where what is new stands. */
import { expect, test } from 'vitest';
import { mostCorruptions } from '../../src-shared/job/job-failures.ts';
import { step } from '../../src-shared/job/job-machine.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { composeJob } from '../fakes/compose-job.ts';

const context = { now: 1_790_000_000_000, random: () => 1, askAgainAtMost: 0, leaveOutRefused: false };
const prepared = preparedIdSchema.parse('prepared-1');
const ready = { source: { from: 'prepared', prepared }, counters: null, expiresAt: null } as const;
const reason = phrase('failureDetails.bytes.noReadableZip');

test('whoever tries a corrupt file again gets all its chances again', () => {
  const worn = composeJob({
    corruptions: mostCorruptions + 1,
    state: { is: 'failed', failure: { kind: 'corrupt' }, resume: { step: 'ready', ...ready } },
  });
  const [again] = step(worn, { type: 'retry' }, context).changes;
  expect(again).toMatchObject({ corruptions: 0, attempt: 0, lastFailure: null, state: { is: 'ready' } });
  const [corrupt] = step(
    { ...again!, state: { is: 'verifying', ...ready } },
    { type: 'corrupt', run: again!.run, reason },
    context,
  ).changes;
  expect(corrupt?.state.is).toBe('ready');
});

test('a file that proves corrupt is fetched twice more, and its part is dropped each time', () => {
  let job = composeJob({ state: { is: 'verifying', ...ready } });
  for (let time = 1; time <= mostCorruptions; time += 1) {
    const { changes, effects } = step(job, { type: 'corrupt', run: job.run, reason }, context);
    expect(changes[0]).toMatchObject({ corruptions: time, state: { is: 'ready' } });
    expect(effects).toContainEqual({ type: 'discardPart', jobId: job.id });
    job = { ...changes[0]!, state: { is: 'verifying', ...ready } };
  }
  const last = step(job, { type: 'corrupt', run: job.run, reason }, context);
  expect(last.changes[0]?.state).toMatchObject({
    is: 'failed',
    failure: { kind: 'corrupt', detail: reason },
  });
});

test('what comes before the damage is kept where the part was cut to it', () => {
  const job = composeJob({ state: { is: 'verifying', ...ready } });
  const { effects } = step(job, { type: 'corrupt', run: job.run, reason, keepPart: true }, context);
  expect(effects.map(({ type }) => type)).not.toContain('discardPart');
});

test('the parts of a selection stand behind its own place and before the next download', () => {
  const state = { is: 'planning', prepared, limit: 10, size: 30 } as const;
  const job = composeJob({ order: 7, corruptions: 1, run: 4, state });
  const children = ['one', 'two', 'three'].map((id) => ({ id, request: job.request, name: id }));
  const { changes, effects } = step(job, { type: 'planned', run: job.run, children }, context);
  expect(changes.map(({ id }) => id)).toEqual([job.id, 'one', 'two', 'three']);
  expect(changes[0]!.state).toEqual({ is: 'split', children: ['one', 'two', 'three'], why: 'limit' });
  const orders = changes.map(({ order }) => order);
  expect(orders.toSorted((one, other) => one - other)).toEqual(orders);
  expect(new Set(orders).size).toBe(4);
  expect(Math.max(...orders)).toBeLessThan(8);
  for (const child of changes.slice(1))
    expect(child).toMatchObject({ parentId: job.id, run: 0, corruptions: 0, state: { is: 'queued' } });
  expect(effects).toContainEqual({
    type: 'tidy',
    jobId: job.id,
    connectionId: job.connectionId,
    prepared,
    how: 'delete',
  });
});
