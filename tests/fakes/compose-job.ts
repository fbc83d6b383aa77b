import type { Connection } from '../../src-shared/connection.ts';
import type { Job } from '../../src-shared/job/job.ts';

const start = 1_790_000_000_000;

/** The server of these jobs: nothing answers at its address. */
export const silentServer: Connection = {
  id: 'connection-1',
  kind: 'alfresco',
  name: 'Records',
  baseUrl: 'http://127.0.0.1:9/alfresco',
  tenant: '-default-',
  user: 'demo',
  createdAt: start,
};

/** A valid job, queued, with whatever the test cares about put in place. */
export function composeJob(overrides: Partial<Job> = {}): Job {
  return {
    id: 'job-1',
    connectionId: silentServer.id,
    account: null,
    parentId: null,
    request: { kind: 'alfresco', nodeIds: ['11111111-2222-4333-8444-555555555555'] },
    name: 'Minutes 2026',
    folder: '/downloads/ferry',
    createdAt: start,
    changedAt: start,
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
