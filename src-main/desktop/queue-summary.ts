import { t } from '../../src-shared/language/index.ts';
import type { App } from '../core/app-types.ts';
import { stateOf } from '../../src-shared/job/job-states.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';

/** How many jobs of the queue are doing what. */
export interface Counts {
  /** Bytes come, are checked or are filed. */
  downloading: number;
  /** A server works on them. */
  preparing: number;
  /** Their turn will come by itself. */
  waiting: number;
}

function count(jobs: Iterable<JobView>): Counts {
  const counts: Counts = { downloading: 0, preparing: 0, waiting: 0 };
  for (const job of jobs) {
    const { waitsFor, holds } = stateOf(job);
    const isHeld = job.waitingFor !== null && job.waitingFor.for !== 'progress';
    if (waitsFor || (isHeld && holds)) counts.waiting += 1;
    else if (holds === 'transfer') counts.downloading += 1;
    else if (holds === 'preparation') counts.preparing += 1;
  }
  return counts;
}

/** `2 downloading, 1 preparing`, or an empty text when nothing is under way. */
export function inWords(counts: Counts): string {
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
  stop(): void;
}

/** Follows the app's queue. */
export async function followQueue(app: App): Promise<Overview> {
  const jobs = new Map<string, JobView>();
  const jobListeners: ((jobs: readonly JobView[]) => void)[] = [];
  const countListeners: ((counts: Counts) => void)[] = [];
  let counts = count([]);

  const recount = (): void => {
    const next = count(jobs.values());
    if (JSON.stringify(next) === JSON.stringify(counts)) return;
    counts = next;
    for (const listener of countListeners) listener(counts);
  };

  const unsubscribe = app.subscribe((name, data) => {
    if (name !== 'queue.changed') return;
    const change = data as { jobs: JobView[]; removed: string[] };
    for (const job of change.jobs) jobs.set(job.id, job);
    for (const id of change.removed) jobs.delete(id);
    for (const listener of jobListeners) listener(change.jobs);
    recount();
  });
  const snapshot = await app.handlers['queue.snapshot']({});
  for (const job of snapshot.jobs) if (!jobs.has(job.id)) jobs.set(job.id, job);
  counts = count(jobs.values());

  return {
    count: async () => count((await app.handlers['queue.snapshot']({})).jobs),
    onJobs: (listener) => {
      jobListeners.push(listener);
      listener([...jobs.values()]);
    },
    onCounts: (listener) => {
      countListeners.push(listener);
      listener(counts);
    },
    stop: unsubscribe,
  };
}
