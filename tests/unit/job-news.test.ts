import { expect, test } from 'vitest';
import {
  enter,
  preparedIn,
  preparedOf,
  resumed,
  resumePoint,
  workOf,
} from '../../src-shared/job/job-events.ts';
import { fetchTime, prepareTime } from '../../src-shared/job/job-spans.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { JobState, ResumePoint } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';

const prepared = preparedIdSchema.parse('prepared-1');
const ready = {
  source: { from: 'prepared', prepared },
  counters: { filesDone: 1, filesTotal: 1, bytesDone: 1, bytesTotal: 1 },
  expiresAt: 9,
} as const;
const document = { from: 'content', content: { documentId: 'd', name: 'd' } } as const;
const paused = (resume: ResumePoint): JobState => ({ is: 'paused', resume });

test('what a server holds for a job is known in every state that has something there', () => {
  expect(preparedOf({ is: 'preparing', prepared })).toBe(prepared);
  expect(preparedOf({ is: 'planning', prepared, limit: 1, size: 2 })).toBe(prepared);
  expect(preparedOf({ is: 'downloading', ...ready })).toBe(prepared);
  expect(preparedOf(paused({ step: 'preparing', prepared }))).toBe(prepared);
  expect(preparedOf(paused({ step: 'ready', ...ready }))).toBe(prepared);
  expect(preparedOf({ is: 'downloading', ...ready, source: document })).toBeNull();
  expect(preparedOf(paused({ step: 'ready', ...ready, source: document }))).toBeNull();
  expect(preparedOf(paused({ step: 'queued' }))).toBeNull();
  expect(preparedOf({ is: 'queued' })).toBeNull();
  expect([preparedIn(ready.source), preparedIn(document)]).toEqual([prepared, null]);
});

test('a job goes on in the state that it was stopped in, or the one before its work', () => {
  const goesOn = (state: JobState): JobState => resumed(resumePoint(state));
  expect(goesOn({ is: 'preparing', prepared })).toEqual({ is: 'preparing', prepared });
  for (const is of ['ready', 'downloading', 'verifying'] as const)
    expect(goesOn({ is, ...ready })).toEqual({ is: 'ready', ...ready });
  for (const resume of [
    { step: 'queued' },
    { step: 'ready', ...ready },
    { step: 'preparing', prepared },
  ] as ResumePoint[])
    expect(resumePoint(paused(resume))).toEqual(resume);
  expect(goesOn({ is: 'asking', wish: 'go' })).toEqual({ is: 'queued' });
});

test('a state that is entered has a run of its own, ends the old work and begins the new', () => {
  const job = composeJob({ run: 4, state: { is: 'preparing', prepared } });
  const context = { now: 7, random: () => 1, askAgainAtMost: 0, leaveOutRefused: false };
  const { changes, effects } = enter(job, { is: 'downloading', ...ready }, context, [
    { type: 'discardPart', jobId: job.id },
  ]);
  expect(changes).toEqual([{ ...job, run: 5, changedAt: 7, state: { is: 'downloading', ...ready } }]);
  expect(effects).toEqual([
    { type: 'stop', jobId: job.id },
    { type: 'discardPart', jobId: job.id },
    { type: 'fetch', jobId: job.id, run: 5 },
  ]);
  expect(enter(composeJob(), { is: 'cancelled' }, context).effects).toEqual([]);
  expect(workOf(composeJob())).toEqual([]);
});

test('the time that something took is the sum of its times, by the log, up to now', () => {
  const log = [
    { at: 0, to: 'queued' },
    { at: 10, to: 'asking' },
    { at: 15, to: 'preparing' },
    // A note is no change of state.
    { at: 18, to: '' },
    { at: 30, to: 'ready' },
    { at: 50, to: 'downloading' },
    { at: 60, to: 'paused' },
    { at: 100, to: 'downloading' },
    { at: 101, to: '' },
    { at: 130, to: 'verifying' },
  ];
  expect([prepareTime(log, 200), fetchTime(log, 200)]).toEqual([20, 40]);
  expect(fetchTime(log.slice(0, -1), 200)).toBe(110);
  // Ferry was closed from 120 on, and who knows what a line from the future means.
  const closed = (closedSince: number) => [
    ...log.slice(0, -1),
    { at: 150, to: 'ready', detail: { closedSince } },
  ];
  expect([120, 90, 151].map((since) => fetchTime(closed(since), 200))).toEqual([30, 10, 60]);
  // Another version's states, and a clock that was set back.
  expect(
    fetchTime(
      [
        { at: 5, to: 'frozen' },
        { at: 50, to: 'downloading' },
        { at: 20, to: 'saved' },
      ],
      90,
    ),
  ).toBe(0);
});
