import { t } from '../../src-shared/language/index.ts';
import type { App } from '../core/app-types.ts';
import { stateOf } from '../../src-shared/job/job-states.ts';
import type { JobView, Progress } from '../../src-shared/job/job-view.ts';
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
  /** Nothing happens to them until the user does something. */
  needUser: number;
}

/** A download whose bytes come, or that a server works on. */
export interface RunningJob {
  id: string;
  name: string;
  /** How much of it is done, from 0 to 1; null if unknown. */
  share: number | null;
}

function count(jobs: Iterable<JobView>): Counts {
  const counts: Counts = { downloading: 0, preparing: 0, waiting: 0, paused: 0, needUser: 0 };
  for (const job of jobs) {
    const { waitsFor, holds, phase, needsUser } = stateOf(job);
    const isHeld = job.waitingFor !== null && job.waitingFor.for !== 'progress';
    if (waitsFor || (isHeld && holds)) counts.waiting += 1;
    else if (holds === 'transfer') counts.downloading += 1;
    else if (holds === 'preparation') counts.preparing += 1;
    else if (phase === 'paused') counts.paused += 1;
    else if (needsUser) counts.needUser += 1;
  }
  return counts;
}

/** How much of a download is done, from 0 to 1; null if unknown. */
function shareOf(progress: Progress | undefined): number | null {
  if (!progress) return null;
  if (progress.phase === 'preparing') {
    const { filesDone, filesTotal, bytesDone, bytesTotal } = progress.counters;
    if (bytesDone !== null && bytesTotal) return Math.min(1, bytesDone / bytesTotal);
    return filesDone !== null && filesTotal ? Math.min(1, filesDone / filesTotal) : null;
  }
  return progress.total ? Math.min(1, progress.bytes / progress.total) : null;
}

/** `2 downloading, 1 preparing`, or an empty text when nothing is under way. */
export function inWords(counts: Pick<Counts, 'downloading' | 'preparing' | 'waiting'>): string {
  return [
    counts.downloading ? t('desktop.count.downloading', { count: counts.downloading }) : '',
    counts.preparing ? t('desktop.count.preparing', { count: counts.preparing }) : '',
    counts.waiting ? t('desktop.count.waiting', { count: counts.waiting }) : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** The queue as the desktop outside of the window sees it. */
export interface Overview {
  /** What is true now; what listeners are told lags by the time in which changes are gathered. */
  count(): Promise<Counts>;
  /** Calls the listener with jobs as they are now and as they change. */
  onJobs(listener: (jobs: readonly JobView[]) => void): void;
  onCounts(listener: (counts: Counts) => void): void;
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
  const countListeners: ((counts: Counts) => void)[] = [];
  const progressListeners: (() => void)[] = [];
  let counts = count([]);

  const recount = (): void => {
    const next = count(jobs.values());
    if (JSON.stringify(next) === JSON.stringify(counts)) return;
    counts = next;
    for (const listener of countListeners) listener(counts);
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
  counts = count(jobs.values());

  return {
    count: async () => count((await wholeQueue(app.handlers)).jobs),
    onJobs: (listener) => {
      jobListeners.push(listener);
      listener([...jobs.values()]);
    },
    onCounts: (listener) => {
      countListeners.push(listener);
      listener(counts);
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
