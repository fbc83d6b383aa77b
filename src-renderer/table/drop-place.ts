/** Where jobs that are dragged, or moved by keys, go in the queue's order. */
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { Priority } from '../../src-shared/job/job.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';
import type { Entry } from './entries.ts';
import { jobsOf } from './entries.ts';

/** A move as the app takes it: before that job, or last. */
export interface QueueMove {
  jobIds: string[];
  before: string | null;
  /** What the jobs take on from those that they come to stand among; null where theirs will do. */
  priority: Priority | null;
}

/** The jobs that a line shows by itself: a heading over rows shows none. */
const ownJobs = (entry: Entry | undefined): JobView[] =>
  entry?.is === 'group' && !entry.isFolded ? [] : movableOf(jobsOf(entry));

/**
 * The move that brings jobs to the gap above the line `gap` (the list's length for the gap under the last line); null
 * where it would change nothing. Among what is over is no place to go: the gap is the one under the last open job.
 */
export function moveToGap(
  entries: readonly Entry[],
  moving: ReadonlySet<string>,
  gap: number,
): QueueMove | null {
  const order = entries.flatMap(ownJobs);
  const moved = order.filter((job) => moving.has(job.id));
  const rest = order.filter((job) => !moving.has(job.id));
  const following = new Set(entries.slice(gap).flatMap((entry) => jobsOf(entry).map((job) => job.id)));
  const found = rest.findIndex((job) => following.has(job.id));
  const place = found < 0 ? rest.length : found;
  const [above, below] = [rest[place - 1], rest[place]];
  const beside = [above, below].flatMap((job) => (job ? [job.priority] : []));
  const isAtHome = beside.length === 0 || moved.every((job) => beside.includes(job.priority));
  const priority = isAtHome ? null : (below ?? above)!.priority;
  const next = [...rest.slice(0, place), ...moved, ...rest.slice(place)];
  if (moved.length === 0 || (priority === null && next.every((job, index) => job === order[index])))
    return null;
  const final = priority ?? moved[0]!.priority;
  return {
    jobIds: moved.map((job) => job.id),
    before:
      below?.priority !== final && above?.priority === final ? idAfter(above, rest) : (below?.id ?? null),
    priority,
  };
}

/** Who comes after a job when priorities are left out, as the app counts places. */
function idAfter(job: JobView, others: readonly JobView[]): string | null {
  const after = others.filter((other) => other.order > job.order);
  return after.sort((one, other) => one.order - other.order)[0]?.id ?? null;
}

/** The move that brings jobs so many lines up (negative) or down; null at the end. */
export function moveBySteps(
  entries: readonly Entry[],
  moving: ReadonlySet<string>,
  steps: number,
): QueueMove | null {
  const places = entries.flatMap((entry, index) =>
    ownJobs(entry).some((job) => moving.has(job.id)) ? [index] : [],
  );
  let first = places[0];
  const last = places.at(-1);
  if (first === undefined || last === undefined) return null;
  // A group that moves as a whole takes its heading along.
  const heading = entries[first - 1];
  if (heading?.is === 'group' && heading.jobs.every((job) => moving.has(job.id))) first -= 1;
  return moveToGap(entries, moving, steps < 0 ? Math.max(0, first + steps) : last + 1 + steps);
}

/** Of these jobs, those that have a place in the queue. */
export function movableOf(jobs: readonly JobView[]): JobView[] {
  return jobs.filter((job) => !isFinal(job));
}
