import type { JobView } from '../../src-shared/job/job-view.ts';
import { isAnnounced } from '../presentation/announcements.ts';
import { rowHere } from './own-names.ts';
import type { QueueChange } from './queue-stream.ts';

/** The rows of the queue by their ids; never changed in place. */
export type QueueRows = ReadonlyMap<string, JobView>;

/** What changed since the last frame. */
export type RowChange = Pick<QueueChange, 'jobs' | 'removed'>;

export const rowsOf = (jobs: readonly JobView[]): QueueRows =>
  new Map(jobs.map((job) => [job.id, rowHere(job)]));

/** The rows after these changes, and those that changed. */
export function changedRows(
  before: QueueRows,
  changes: readonly RowChange[],
): { rows: QueueRows; news: JobView[] } {
  const rows = new Map(before);
  const news: JobView[] = [];
  for (const { jobs, removed } of changes) {
    for (const id of removed) rows.delete(id);
    for (const job of jobs.map(rowHere)) {
      if (isAnnounced(job, rows.get(job.id))) news.push(job);
      rows.set(job.id, job);
    }
  }
  return { rows, news };
}

/** The ids that one list of rows has and another hasn't. */
export const goneFrom = (before: QueueRows, after: QueueRows): string[] =>
  [...before.keys()].filter((id) => !after.has(id));
