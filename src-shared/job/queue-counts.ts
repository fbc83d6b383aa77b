/**
 * The numbers beside the queue's lists and in the status bar. One rule for all of them: a number counts the rows that a list
 * shows. The entry of what was split is the heading of its parts, no row and no download.
 */
import type { JobView } from './job-view.ts';
import { isIn } from './job-group.ts';
import type { QueueFilter } from './job-group.ts';

/** Those of the jobs that are rows. */
export function listedOf(jobs: readonly JobView[]): JobView[] {
  const headings = new Set(jobs.map(({ group }) => group?.id));
  return jobs.filter(({ id }) => !headings.has(id));
}

/** How many rows each list of the sidebar has. */
export function countsOf(listed: readonly JobView[]): Record<QueueFilter, number> {
  const counts = { all: 0, preparing: 0, downloading: 0, done: 0, attention: 0 };
  for (const job of listed)
    for (const filter of Object.keys(counts) as QueueFilter[]) if (isIn(filter, job)) counts[filter] += 1;
  return counts;
}

/** How many rows each server has, by its id. */
export function countsByServer(listed: readonly JobView[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { connectionId } of listed) counts[connectionId] = (counts[connectionId] ?? 0) + 1;
  return counts;
}

/** How many rows of a stage there are, and with how many of them nothing goes on for now. */
export interface StageTotals {
  all: number;
  waiting: number;
  paused: number;
}

/** What is under way, by the lists of the sidebar that show it. */
export type Totals = Record<'preparing' | 'downloading', StageTotals>;

/** What is under way: as many as those lists have rows. */
export function totalsOf(listed: readonly JobView[]): Totals {
  const totalOf = (stage: keyof Totals): StageTotals => {
    const rows = listed.filter((job) => isIn(stage, job));
    const paused = rows.filter(({ state }) => state.is === 'paused');
    const waits = ({ state, waitingFor }: JobView): boolean =>
      state.is !== 'paused' && (waitingFor !== null || state.is === 'queued');
    return { all: rows.length, waiting: rows.filter(waits).length, paused: paused.length };
  };
  return { preparing: totalOf('preparing'), downloading: totalOf('downloading') };
}
