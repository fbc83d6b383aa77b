import type { Job } from '../../src-shared/job.ts';

/** A valid job, queued, with whatever the test cares about put in place. */
export function composeJob(overrides: Partial<Job> = {}): Job {
  return {
    id: 'job-1',
    connectionId: 'connection-1',
    account: null,
    parentId: null,
    request: { kind: 'alfresco', nodeIds: ['11111111-2222-4333-8444-555555555555'] },
    name: 'Minutes 2026',
    folder: '/downloads/ferry',
    createdAt: 1_790_000_000_000,
    changedAt: 1_790_000_000_000,
    order: 1,
    priority: 'normal',
    run: 0,
    attempt: 0,
    retryAt: null,
    lastFailure: null,
    corruptions: 0,
    askedAgain: 0,
    state: { is: 'queued' },
    ...overrides,
  };
}
