import type { App } from '../core/app-types.ts';
import { needsAttention } from '../../src-shared/job/job-group.ts';
import { isFinal, stateOf } from '../../src-shared/job/job-states.ts';
import type { JobView, Progress } from '../../src-shared/job/job-view.ts';
import { preparedShare } from '../../src-shared/job/prepared-share.ts';
import { listedOf, totalsOf } from '../../src-shared/job/queue-counts.ts';
import type { Totals } from '../../src-shared/job/queue-counts.ts';
import { totalWords } from '../../src-shared/job/total-words.ts';
import { wholeQueue } from '../../src-shared/whole-queue.ts';

/** How many jobs of the queue are doing what. */
export interface Counts {
  /** Bytes come, are checked or are filed. */
  downloading: number;
  /** A server works on them. */
  preparing: number;
  /** Their turn will come by itself. */
  waiting: number;
  paused: number;
  /** Rows of the list of what needs the user: nothing happens to them until something is done. They may be waiting as well. */
  needUser: number;
}

/** What the queue comes to: what the machine has to know of it, and the numbers that people see in the window as well. */
export interface Summary {
  counts: Counts;
  totals: Totals;
  /** When the last one came to its end, milliseconds since 1970: a fast one may do so between two looks. 0 for none. */
  endedAt: number;
}

/** A download whose bytes come, or that a server works on. */
export interface RunningJob {
  id: string;
  name: string;
  /** How much of it is done, from 0 to 1; null if unknown. */
  share: number | null;
}

function countOf(listed: readonly JobView[]): Counts {
  const counts: Counts = { downloading: 0, preparing: 0, waiting: 0, paused: 0, needUser: 0 };
  for (const job of listed) {
    const { waitsFor, holds, phase } = stateOf(job);
    if (needsAttention(job)) counts.needUser += 1;
    const isHeld = job.waitingFor !== null && job.waitingFor.for !== 'progress';
    if (waitsFor || (isHeld && holds)) counts.waiting += 1;
    else if (holds === 'transfer') counts.downloading += 1;
    else if (holds === 'preparation') counts.preparing += 1;
    else if (phase === 'paused') counts.paused += 1;
  }
  return counts;
}

/** Sums up the whole queue. */
export function summaryOf(jobs: readonly JobView[]): Summary {
  const listed = listedOf(jobs);
  const ends = listed.filter(isFinal).map(({ changedAt }) => changedAt);
  return {
    counts: countOf(listed),
    totals: totalsOf(listed),
    endedAt: ends.reduce((one, other) => Math.max(one, other), 0),
  };
}

/** How much of a download is done, from 0 to 1; null if unknown. */
function shareOf(progress: Progress | undefined): number | null {
  if (!progress) return null;
  if (progress.phase === 'preparing') return preparedShare(progress.counters);
  return progress.total ? Math.min(1, progress.bytes / progress.total) : null;
}

/** What goes on by itself, in the window's words; an empty text where that is nothing, or only what is paused. */
export function goingOn(totals: Totals): string {
  const { preparing, downloading } = totals;
  const isAny = preparing.all + downloading.all > preparing.paused + downloading.paused;
  return isAny ? totalWords(totals) : '';
}

/** The queue as the desktop outside of the window sees it. */
export interface Overview {
  /** What is true now; what listeners are told lags by the time in which changes are gathered. */
  summary(): Promise<Summary>;
  /** Calls the listener with jobs as they are now and as they change. */
  onJobs(listener: (jobs: readonly JobView[]) => void): void;
  onSummary(listener: (summary: Summary) => void): void;
  /** Calls the listener when a download may have come further. */
  onProgress(listener: () => void): void;
  /** What runs now, in the queue's order. */
  running(): RunningJob[];
  /** How much of all bytes that come now is here, from 0 to 1; null where some size isn't known, or nothing comes. */
  share(): number | null;
  /** Whether a download of that server has anything left to do that needs no user. */
  hasWork(connectionId: string): boolean;
  stop(): void;
}

/** Follows the app's queue. */
export async function followQueue(app: App): Promise<Overview> {
  const jobs = new Map<string, JobView>();
  const progress = new Map<string, Progress>();
  const jobListeners: ((jobs: readonly JobView[]) => void)[] = [];
  const summaryListeners: ((summary: Summary) => void)[] = [];
  const progressListeners: (() => void)[] = [];
  let summary = summaryOf([]);

  const recount = (): void => {
    const next = summaryOf([...jobs.values()]);
    if (JSON.stringify(next) === JSON.stringify(summary)) return;
    summary = next;
    for (const listener of summaryListeners) listener(summary);
  };

  const unsubscribe = app.subscribe((name, data) => {
    if (name === 'queue.progress') {
      for (const item of (data as { items: Progress[] }).items) progress.set(item.jobId, item);
      for (const listener of progressListeners) listener();
    }
    if (name !== 'queue.changed') return;
    const change = data as { jobs: JobView[]; removed: string[] };
    for (const job of change.jobs) jobs.set(job.id, job);
    for (const id of change.removed) {
      jobs.delete(id);
      progress.delete(id);
    }
    for (const listener of jobListeners) listener(change.jobs);
    recount();
  });
  const snapshot = await wholeQueue(app.handlers);
  for (const job of snapshot.jobs) if (!jobs.has(job.id)) jobs.set(job.id, job);
  for (const item of snapshot.progress) if (!progress.has(item.jobId)) progress.set(item.jobId, item);
  summary = summaryOf([...jobs.values()]);

  return {
    summary: async () => summaryOf((await wholeQueue(app.handlers)).jobs),
    onJobs: (listener) => {
      jobListeners.push(listener);
      listener([...jobs.values()]);
    },
    onSummary: (listener) => {
      summaryListeners.push(listener);
      listener(summary);
    },
    onProgress: (listener) => void progressListeners.push(listener),
    running: () =>
      [...jobs.values()]
        .filter((job) => stateOf(job).holds !== null)
        .sort((one, other) => one.order - other.order)
        .map(({ id, name }) => ({ id, name, share: shareOf(progress.get(id)) })),
    share: () => {
      let [bytes, total] = [0, 0];
      for (const job of jobs.values()) {
        if (stateOf(job).holds !== 'transfer') continue;
        const item = progress.get(job.id);
        if (!item || item.phase === 'preparing' || !item.total) return null;
        bytes += item.bytes;
        total += item.total;
      }
      return total > 0 ? Math.min(1, bytes / total) : null;
    },
    hasWork: (connectionId) =>
      [...jobs.values()].some((job) => {
        const { isFinal, needsUser, phase } = stateOf(job);
        return job.connectionId === connectionId && !isFinal && !needsUser && phase !== 'paused';
      }),
    stop: unsubscribe,
  };
}
