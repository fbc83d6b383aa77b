import type { JobView, Progress } from '../../src-shared/job/job-view.ts';
import { countersOf, isSingleDocument } from './job-content.ts';
import { preparedShare } from '../../src-shared/job/prepared-share.ts';

/** One part of the bar. `share` is 0 to 1; null if it is unknown. */
export type BarPhase =
  | { is: 'empty' }
  | { is: 'working'; share: number | null }
  /** Begun, and nothing moves. */
  | { is: 'stopped'; share: number }
  | { is: 'done' };

/** The bar of a job: what the server does, then what comes across. */
export interface PhaseBar {
  preparing: BarPhase;
  /** Nothing is prepared for it: the bar has one part. */
  isOne?: true;
  fetching: BarPhase;
}

const empty: BarPhase = { is: 'empty' };
const done: BarPhase = { is: 'done' };

/** Bytes that are here already, as a share; kept through a pause for as long as this screen remembers it. */
function fetchedShare(progress: Progress | undefined): number | null {
  if (progress?.phase !== 'downloading' || !progress.total) return null;
  return Math.min(1, progress.bytes / progress.total);
}

/** The bar for a job's state and progress. */
export function phaseBar(job: JobView, progress: Progress | undefined): PhaseBar {
  const bar = barOf(job, progress);
  return isSingleDocument(job) ? { ...bar, isOne: true } : bar;
}

function barOf(job: JobView, progress: Progress | undefined): PhaseBar {
  const { state } = job;
  const counters = countersOf(job, progress);
  const prepared = counters ? preparedShare(counters) : null;
  const moving = job.waitingFor === null || job.waitingFor.for === 'slot';
  switch (state.is) {
    case 'queued':
    case 'unsure':
    case 'expired':
    case 'cancelled':
      return { preparing: empty, fetching: empty };
    case 'asking':
      return { preparing: { is: 'working', share: null }, fetching: empty };
    case 'preparing':
      return {
        preparing: moving ? { is: 'working', share: prepared } : { is: 'stopped', share: prepared ?? 0 },
        fetching: empty,
      };
    case 'sifting':
    case 'planning':
      return { preparing: { is: 'working', share: null }, fetching: empty };
    case 'ready':
      return { preparing: done, fetching: { is: 'stopped', share: fetchedShare(progress) ?? 0 } };
    case 'downloading':
      return {
        preparing: done,
        fetching: moving
          ? { is: 'working', share: fetchedShare(progress) }
          : { is: 'stopped', share: fetchedShare(progress) ?? 0 },
      };
    case 'verifying':
    case 'publishing':
      return { preparing: done, fetching: done };
    case 'paused':
    case 'failed':
      if (state.resume.step === 'ready')
        return { preparing: done, fetching: { is: 'stopped', share: fetchedShare(progress) ?? 0 } };
      return {
        preparing: state.resume.step === 'preparing' ? { is: 'stopped', share: prepared ?? 0 } : empty,
        fetching: empty,
      };
    case 'saved':
    case 'split':
      return { preparing: done, fetching: done };
  }
}
