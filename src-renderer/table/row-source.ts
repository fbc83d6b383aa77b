import type { JobView } from '../../src-shared/job/job-view.ts';
import { jobsOf } from './entries.ts';
import type { Entry } from './entries.ts';

/** Two places, both included, in either order; null when the answer isn't needed anymore. */
export type AskRange = () => readonly [number, number] | null;

/** The lines of a list as a table needs them; those that aren't here yet are undefined. */
export interface RowSource {
  readonly count: number;
  /** Whether the line there can't be chosen, but stands over others. */
  isSection(index: number): boolean;
  at(index: number): Entry | undefined;
  /** The place of a line, or -1 while it isn't in the list or isn't known. */
  indexOf(key: string): number;
  /**
   * The ids of all jobs from one place to the other. Where they have to be fetched, the range is asked for again when rows
   * moved meanwhile. Null when there is no range anymore, or when they can't be fetched.
   */
  idsIn(range: AskRange): Promise<string[] | null> | string[] | null;
  /** A job of the list, if it is here. */
  job(id: string): JobView | undefined;
  /** Whether the list shows the job, be it folded away, scrolled away or not here yet. */
  isShown(id: string): boolean;
  /** Whether the job has left for good, rather than being filtered out or not here yet. */
  hasLeft(id: string): boolean;
  /** Folded words that are looked for: rows mark them. */
  readonly words?: readonly string[];
  /** What the list itself has to say of a job, in place of the line below its name. */
  note?(id: string): string | null;
  /** These places are visible. */
  want?(first: number, last: number): void;
}

/** A list that is here as a whole. */
export function sourceOfEntries(entries: readonly Entry[], hasLeft: (id: string) => boolean): RowSource {
  const jobs = new Map<string, JobView>();
  const places = new Map<string, number>();
  entries.forEach((entry, index) => {
    places.set(entry.key, index);
    if (entry.is === 'row') jobs.set(entry.job.id, entry.job);
    else for (const job of jobsOf(entry)) jobs.set(job.id, job);
  });
  return {
    count: entries.length,
    isSection: (index) => entries[index]?.is === 'section',
    at: (index) => entries[index],
    indexOf: (key) => places.get(key) ?? -1,
    idsIn(range) {
      const between = range();
      if (!between) return null;
      const ids = entries
        .slice(Math.min(...between), Math.max(...between) + 1)
        .flatMap((entry) => jobsOf(entry).map((job) => job.id));
      return [...new Set(ids)];
    },
    job: (id) => jobs.get(id),
    isShown: (id) => jobs.has(id),
    hasLeft,
  };
}
