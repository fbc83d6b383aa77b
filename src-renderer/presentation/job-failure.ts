import type { Failure } from '../../src-shared/failures/failure.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';

/** What keeps a job from going on right now: what it failed with, or what it waits for; null when nothing went wrong. */
export function failureNow(job: JobView): Failure | null {
  if (job.state.is === 'failed') return job.state.failure;
  return job.waitingFor && 'failure' in job.waitingFor ? job.waitingFor.failure : null;
}
