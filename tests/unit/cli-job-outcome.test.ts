import { expect, test } from 'vitest';
import { exitCodes, worstOf } from '../../src-main/hosts/cli/exit-codes.ts';
import { outcomeOf } from '../../src-main/hosts/cli/job-outcome.ts';
import type { OutcomeContext } from '../../src-main/hosts/cli/job-outcome.ts';
import type { FailureKind } from '../../src-shared/failures/failure.ts';
import type { JobState } from '../../src-shared/job/job.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { WaitingFor } from '../../src-shared/job/waiting.ts';

const context: OutcomeContext = { now: 100_000, patience: 60_000, wasReached: true, wanted: 'saved' };

function view(state: JobState, waitingFor: WaitingFor | null = null): JobView {
  return {
    ...{ id: 'job-1', connectionId: 'one', connectionName: 'One', kind: 'alfresco', name: 'Papers.zip' },
    ...{ asked: { kind: 'alfresco', count: 1, nodeIds: ['a'] }, account: 'demo', folder: '/out' },
    ...{
      createdAt: 0,
      changedAt: 0,
      order: 1,
      priority: 'normal',
      group: null,
      failure: null,
      size: null,
      expiresAt: null,
      actions: [],
    },
    ...{ state, waitingFor },
  };
}

test('what a Bridge refuses is told in the words of exports', () => {
  const refused = view({
    is: 'failed',
    failure: { kind: 'refused' },
    resume: { step: 'queued' },
  });
  expect(outcomeOf({ ...refused, kind: 'bridge' }, context)).toMatchObject({
    trouble: { message: expect.stringContaining('this account may not have this kind of export') as unknown },
  });
  expect(outcomeOf(refused, context)).toMatchObject({
    trouble: { message: expect.stringContaining('you may not read') as unknown },
  });
});

const atConnection = (kind: FailureKind, since = 90_000): JobView =>
  view({ is: 'queued' }, { for: 'connection', failure: { kind }, since });

test.each([
  'sign-in-needed',
  'sign-in-refused',
  'secret-missing',
  'untrusted',
  'unsupported',
  'other-account',
] as const)('nobody waits at a terminal for what only the user can mend: %s', (kind) => {
  const outcome = outcomeOf(atConnection(kind), context);
  expect(outcome).toMatchObject({ is: 'stuck', trouble: { code: 5, kind } });
  if (outcome.is !== 'stuck') throw new Error('it goes on');
  expect(outcome.trouble.message).toContain('“ferry resume” goes on with it');
  expect(outcome.trouble.message).not.toContain('\n');
});

test.each(['folder-unavailable', 'no-space'] as const)('the same holds for a folder: %s', (kind) => {
  const waiting = view({ is: 'queued' }, { for: 'folder', failure: { kind, size: 5, limit: 2 }, since: 0 });
  expect(outcomeOf(waiting, context)).toMatchObject({ is: 'stuck', trouble: { code: 5, kind } });
});

test('a server that answered before is waited for until patience ends', () => {
  const job = atConnection('unreachable', 90_000);
  expect(outcomeOf(job, context)).toEqual({ is: 'going', until: 150_000 });
  expect(outcomeOf(job, { ...context, now: 150_000 })).toMatchObject({
    is: 'stuck',
    trouble: { code: 5, kind: 'unreachable' },
  });
});

test('a server that never answered in this run isn’t waited for', () => {
  expect(outcomeOf(atConnection('unreachable'), { ...context, wasReached: false })).toMatchObject({
    is: 'stuck',
    trouble: { code: 5 },
  });
});

test('a server that names a time is waited for, though it never answered in this run', () => {
  const waiting = view(
    { is: 'queued' },
    { for: 'connection', failure: { kind: 'unreachable', retryAfter: 90 }, since: 100_000 },
  );
  expect(outcomeOf(waiting, { ...context, wasReached: false })).toEqual({ is: 'going', until: 280_000 });
});

test('slots, retries and silence pass by themselves', () => {
  const passing: WaitingFor[] = [
    { for: 'slot', ahead: 3 },
    { for: 'retry', at: 200_000, failure: { kind: 'busy' } },
    { for: 'progress', since: 0 },
  ];
  for (const waiting of passing)
    expect(outcomeOf(view({ is: 'queued' }, waiting), context)).toEqual({ is: 'going', until: null });
});

test('each end has its code', () => {
  const saved: JobState = { is: 'saved', folder: '/out', fileName: 'a', size: 1, sha256: 'x', warnings: [] };
  const failed: JobState = { is: 'failed', failure: { kind: 'refused' }, resume: { step: 'queued' } };
  expect(outcomeOf(view(saved), context)).toEqual({ is: 'done' });
  expect(outcomeOf(view({ is: 'split', children: ['b'] }), context)).toEqual({ is: 'done' });
  expect(outcomeOf(view({ is: 'unsure' }), context)).toMatchObject({ trouble: { code: 3 } });
  expect(outcomeOf(view({ is: 'expired' }), context)).toMatchObject({ trouble: { code: 6 } });
  expect(outcomeOf(view(failed), context)).toMatchObject({ trouble: { code: 1, kind: 'refused' } });
  expect(outcomeOf(view({ is: 'cancelled' }), context)).toMatchObject({ trouble: { code: 1 } });
});

test('a cancel that comes too late is no success', () => {
  const saved: JobState = { is: 'saved', folder: '/out', fileName: 'a', size: 1, sha256: 'x', warnings: [] };
  const wanted = { ...context, wanted: 'cancelled' } as const;
  expect(outcomeOf(view({ is: 'cancelled' }), wanted)).toEqual({ is: 'done' });
  expect(outcomeOf(view(saved), wanted)).toMatchObject({ is: 'stuck', trouble: { code: 1 } });
});

test('of several codes the one that needs a decision first is the program’s', () => {
  expect(worstOf([])).toBe(exitCodes.saved);
  expect(worstOf([0, 1, 0])).toBe(exitCodes.failed);
  expect(worstOf([1, 6, 0])).toBe(exitCodes.expired);
  expect(worstOf([1, 6, 5])).toBe(exitCodes.needsUser);
  expect(worstOf([1, 3, 5])).toBe(exitCodes.unsure);
});
