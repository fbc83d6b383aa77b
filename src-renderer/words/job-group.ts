import type { JobView } from '../../src-shared/job-view.ts';
import { waitingWords } from '../../src-shared/waiting.ts';

/** Where a job is listed. `ended` is everything that is over without a file. */
export type JobGroup = 'preparing' | 'downloading' | 'done' | 'ended';

/** The choices of the sidebar. */
export type QueueFilter = 'all' | 'preparing' | 'downloading' | 'done' | 'attention';

/** What the job is about to do or doing: a paused or failed one stays with the step that it goes on with. */
export function groupOf({ state }: JobView): JobGroup {
  switch (state.is) {
    case 'queued':
    case 'asking':
    case 'unsure':
    case 'preparing':
    case 'planning':
    case 'expired':
      return 'preparing';
    case 'ready':
    case 'downloading':
    case 'verifying':
    case 'publishing':
      return 'downloading';
    case 'paused':
    case 'failed':
      return state.resume.step === 'ready' ? 'downloading' : 'preparing';
    case 'saved':
    case 'split':
      return 'done';
    case 'cancelled':
      return 'ended';
  }
}

/** Whether the job is over. */
export function isOver(job: JobView): boolean {
  const group = groupOf(job);
  return group === 'done' || group === 'ended';
}

/** Nothing goes on with it until the user does something. */
export function needsAttention({ state, waitingFor }: JobView): boolean {
  if (state.is === 'failed' || state.is === 'unsure' || state.is === 'expired') return true;
  if (waitingFor?.for !== 'connection' && waitingFor?.for !== 'folder') return waitingFor?.for === 'progress';
  const { action } = waitingWords(waitingFor, 0);
  return action === 'sign-in' || action === 'edit-connection' || action === 'choose-folder';
}

/** Whether a filter shows the job. */
export function isIn(filter: QueueFilter, job: JobView): boolean {
  if (filter === 'all') return true;
  if (filter === 'attention') return needsAttention(job);
  return groupOf(job) === filter;
}
