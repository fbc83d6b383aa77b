import { stateOf } from '../../src-shared/job/job-states.ts';
import type { JobPhase } from '../../src-shared/job/job-states.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { waitingWords } from '../../src-shared/job/waiting-words.ts';

/** Where a job is listed: by its phase; what is checked stands with what is downloaded. */
export type JobGroup = Exclude<JobPhase, 'checking'>;

/** The choices of the sidebar. */
export type QueueFilter = 'all' | 'preparing' | 'downloading' | 'done' | 'attention';

/** What is going on with the job: with the server, on the way, or nothing. */
export function groupOf(job: JobView): JobGroup {
  const { phase } = stateOf(job);
  return phase === 'checking' ? 'downloading' : phase;
}

/** How many jobs are under way, by what goes on with them. */
export interface Totals {
  downloading: number;
  preparing: number;
  waiting: number;
  paused: number;
}

/** What runs right now: each job that isn't over or stopped is in one of the totals. */
export function totalsOf(jobs: Iterable<JobView>): Totals {
  const totals: Totals = { downloading: 0, preparing: 0, waiting: 0, paused: 0 };
  for (const job of jobs) {
    const group = groupOf(job);
    if (group === 'paused') totals.paused += 1;
    else if (group === 'preparing' || group === 'downloading') {
      if (job.waitingFor || job.state.is === 'queued') totals.waiting += 1;
      else totals[group] += 1;
    }
  }
  return totals;
}

/** Nothing goes on with it until the user does something. */
export function needsAttention(job: JobView): boolean {
  if (stateOf(job).needsUser) return true;
  const { waitingFor } = job;
  if (waitingFor?.for !== 'connection' && waitingFor?.for !== 'folder') return waitingFor?.for === 'progress';
  const { action } = waitingWords(waitingFor, 0);
  return action === 'sign-in' || action === 'edit-connection' || action === 'choose-folder';
}

/** Whether a filter shows the job. What is paused stays with the phase in which it goes on. */
export function isIn(filter: QueueFilter, job: JobView): boolean {
  if (filter === 'all') return true;
  if (filter === 'attention') return needsAttention(job);
  const { state } = job;
  if (state.is === 'paused') return filter === (state.resume.step === 'ready' ? 'downloading' : 'preparing');
  return groupOf(job) === filter;
}
