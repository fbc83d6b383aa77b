import { expect, test } from 'vitest';
import { askAgain, cancel, moveTo, pause, resume } from '../../src-shared/job/job-commands.ts';
import type { JobEffect, Step } from '../../src-shared/job/job-events.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';

const context = { now: 1_790_000_500_000, random: () => 1, askAgainAtMost: 0, leaveOutRefused: false };
const prepared = preparedIdSchema.parse('prepared-1');
const bytes = { source: { from: 'prepared', prepared }, counters: null, expiresAt: null } as const;
const document = { from: 'content', content: { documentId: 'doc-1', name: 'Plan.pdf' } } as const;
const worn = { attempt: 3, corruptions: 1, askedAgain: 1, retryAt: 5, lastFailure: { kind: 'cut' } } as const;
const inState = (state: JobState, more: Partial<Job> = {}): Job =>
  composeJob({ run: 4, state, ...worn, ...more });
const nothing: Step = { changes: [], effects: [] };
const doing = ({ effects }: Step): JobEffect['type'][] => effects.map(({ type }) => type);
const asking = (wish: 'go' | 'pause' | 'cancel'): Job => inState({ is: 'asking', wish });

test('a wish that comes while the server is asked waits for the answer, under the same run', () => {
  for (const [wished, step] of [
    ['pause', pause(asking('go'), context)],
    ['cancel', cancel(asking('go'), context)],
    ['cancel', cancel(asking('pause'), context)],
    ['go', resume(asking('pause'), context)],
  ] as const) {
    expect(step.effects).toEqual([]);
    expect(step.changes).toEqual([
      { ...asking('go'), state: { is: 'asking', wish: wished }, changedAt: context.now },
    ]);
  }
});

test('a wish that is there already, or was overruled, changes nothing', () => {
  expect(pause(asking('pause'), context)).toEqual(nothing);
  expect(pause(asking('cancel'), context)).toEqual(nothing);
  expect(cancel(asking('cancel'), context)).toEqual(nothing);
  expect(resume(asking('go'), context)).toEqual(nothing);
  expect(resume(asking('cancel'), context)).toEqual(nothing);
});

test('a pause ends the work, forgets what failed and remembers where to go on', () => {
  const step = pause(inState({ is: 'downloading', ...bytes }), context);
  expect(step.changes[0]).toMatchObject({
    ...{ run: 5, attempt: 0, retryAt: null, lastFailure: null, corruptions: 1, changedAt: context.now },
    state: { is: 'paused', resume: { step: 'ready', ...bytes } },
  });
  expect(doing(step)).toEqual(['stop']);
});

test('a job goes on from where it was paused', () => {
  const goesOn = (step: JobState & { is: 'paused' }): JobState | undefined =>
    resume(inState(step), context).changes[0]?.state;
  expect(goesOn({ is: 'paused', resume: { step: 'queued' } })).toEqual({ is: 'queued' });
  expect(goesOn({ is: 'paused', resume: { step: 'preparing', prepared } })).toEqual({
    is: 'preparing',
    prepared,
  });
  expect(goesOn({ is: 'paused', resume: { step: 'ready', ...bytes } })).toEqual({ is: 'ready', ...bytes });
});

test('what isn’t under way can’t be paused, and only what is paused can go on', () => {
  for (const state of [{ is: 'verifying', ...bytes }, { is: 'unsure' }, { is: 'cancelled' }] as JobState[]) {
    expect(pause(inState(state), context)).toEqual(nothing);
    expect(resume(inState(state), context)).toEqual(nothing);
  }
  expect(pause(inState({ is: 'paused', resume: { step: 'queued' } }), context)).toEqual(nothing);
});

test('what is asked for again begins from nothing, and nothing of before is left anywhere', () => {
  const failed = inState({
    is: 'failed',
    failure: { kind: 'silent' },
    resume: { step: 'preparing', prepared },
  });
  const { changes, effects } = askAgain(failed, context);
  expect(changes[0]).toMatchObject({
    ...{ attempt: 0, corruptions: 0, askedAgain: 0, retryAt: null, lastFailure: null },
    state: { is: 'queued' },
  });
  expect(effects).toEqual([
    { type: 'discardPart', jobId: failed.id },
    { type: 'tidy', jobId: failed.id, connectionId: failed.connectionId, prepared, how: 'cancel' },
  ]);
  expect(doing(askAgain(inState({ is: 'unsure' }), context))).toEqual(['discardPart']);
  expect(askAgain(inState({ is: 'downloading', ...bytes }), context)).toEqual(nothing);
});

test('a download that goes to another folder is fetched again if its bytes were coming, and waits on else', () => {
  const fetched = moveTo(inState({ is: 'downloading', ...bytes }), '/elsewhere', context);
  expect(fetched.changes[0]).toMatchObject({
    ...{ folder: '/elsewhere', attempt: 0, lastFailure: null, state: { is: 'ready', ...bytes } },
  });
  expect(doing(fetched)).toEqual(['stop', 'discardPart']);
  const paused = inState({ is: 'paused', resume: { step: 'queued' } });
  const waits = moveTo(paused, '/elsewhere', context);
  expect(waits.changes).toEqual([{ ...paused, folder: '/elsewhere', changedAt: context.now }]);
  expect(doing(waits)).toEqual(['discardPart']);
});

test('a file that is about to get its name stays where it is, one that waits for its folder may go', () => {
  const file = { folders: [], name: 'a.zip', size: 1, sha256: 'f', inode: '1', warnings: [] };
  const publishing = { is: 'publishing', ...bytes, ...file } as const;
  expect(moveTo(inState(publishing, { lastFailure: null }), '/elsewhere', context)).toEqual(nothing);
  expect(moveTo(inState(publishing), '/elsewhere', context).changes[0]).toMatchObject({
    state: { is: 'ready' },
  });
});

test('nothing is moved to where it goes already, nor once it is over', () => {
  const queued = inState({ is: 'queued' });
  expect(moveTo(queued, queued.folder, context)).toEqual(nothing);
  expect(moveTo(inState({ is: 'cancelled' }), '/elsewhere', context)).toEqual(nothing);
});

test('a cancel leaves nothing on the disk, and on the server only what is the user’s own', () => {
  const ends = (state: JobState): JobEffect['type'][] => doing(cancel(inState(state), context));
  expect(ends({ is: 'downloading', ...bytes })).toEqual(['stop', 'discardPart', 'tidy']);
  expect(ends({ is: 'downloading', ...bytes, source: document })).toEqual(['stop', 'discardPart']);
  expect(ends({ is: 'queued' })).toEqual(['discardPart']);
  expect(cancel(inState({ is: 'queued' }), context).changes[0]).toMatchObject({
    ...{ attempt: 0, lastFailure: null, state: { is: 'cancelled' } },
  });
  expect(cancel(inState({ is: 'cancelled' }), context)).toEqual(nothing);
});
