import { stateOf } from './job-states.ts';
import type { JobPhase } from './job-states.ts';
import type { JobView } from './job-view.ts';
import { actionOf } from '../failures/failure-table.ts';

/** Where a job is listed: by its phase; what is checked stands with what is downloaded. */
export type JobGroup = Exclude<JobPhase, 'checking'>;

/** The choices of the sidebar. */
export type QueueFilter = 'all' | 'preparing' | 'downloading' | 'done' | 'attention';

/** What is going on with the job: with the server, on the way, or nothing. */
export function groupOf(job: JobView): JobGroup {
  const { phase } = stateOf(job);
  return phase === 'checking' ? 'downloading' : phase;
}

/** Nothing goes on with it until the user does something. */
export function needsAttention(job: JobView): boolean {
  if (stateOf(job).needsUser) return true;
  const { waitingFor } = job;
  if (waitingFor?.for !== 'connection' && waitingFor?.for !== 'folder') return waitingFor?.for === 'progress';
  const action = actionOf(waitingFor.failure);
  return ['sign-in', 'edit-connection', 'add-server', 'choose-folder'].includes(action);
}

/** Whether a filter shows the job. What is paused stays with the phase in which it goes on. */
export function isIn(filter: QueueFilter, job: JobView): boolean {
  if (filter === 'all') return true;
  if (filter === 'attention') return needsAttention(job);
  const { state } = job;
  if (state.is === 'paused') return filter === (state.resume.step === 'ready' ? 'downloading' : 'preparing');
  return groupOf(job) === filter;
}
