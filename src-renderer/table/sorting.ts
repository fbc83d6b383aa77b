import { localeNow } from '../../src-shared/language/index.ts';
import type { JobView, Progress } from '../../src-shared/job/job-view.ts';
import type { ColumnId, TableSort } from '../../src-shared/table-layout.ts';
import { countersOf } from '../presentation/job-content.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';
import { typeWords } from '../presentation/column-words.ts';
import { groupOf, needsAttention } from '../../src-shared/job/job-group.ts';
import type { JobGroup } from '../../src-shared/job/job-group.ts';
import { phaseBar } from '../presentation/phase-bar.ts';
import type { BarPhase } from '../presentation/phase-bar.ts';

type ProgressOf = (jobId: string) => Progress | undefined;

/** Columns whose values change by themselves, without a row being sent anew. */
export const movingColumns: ReadonlySet<ColumnId> = new Set(['progress', 'speed', 'time']);

const ranks: Record<JobGroup, number> = {
  stopped: 0,
  downloading: 1,
  preparing: 2,
  paused: 4,
  done: 5,
  ended: 6,
};

function rankOf(job: JobView): number {
  if (needsAttention(job)) return 0;
  return job.waitingFor || job.state.is === 'queued' ? 3 : ranks[groupOf(job)];
}

const shareOf = (phase: BarPhase): number =>
  phase.is === 'done' ? 1 : phase.is === 'empty' ? 0 : (phase.share ?? 0);

/** How far a job is, 0 to 1, as its bar shows it: two parts of preparing, three of fetching. */
function wholeShare(job: JobView, progress: Progress | undefined): number {
  const { preparing, fetching } = phaseBar(job, progress);
  return shareOf(preparing) * 0.4 + shareOf(fetching) * 0.6;
}

/** Milliseconds from now until it is here or gone; null if unknown. What is over comes after, newest first. */
function timeOf(job: JobView, progress: Progress | undefined, now: number): number | null {
  if (isFinal(job)) return Number.MAX_SAFE_INTEGER - job.changedAt;
  if (progress?.phase === 'downloading' && progress.secondsLeft !== null) return progress.secondsLeft * 1000;
  return job.expiresAt === null ? null : job.expiresAt - now;
}

/** What a column compares; null stands last, whichever way it is sorted. */
function valueOf(
  column: ColumnId,
  job: JobView,
  progress: Progress | undefined,
  now: number,
): number | string | null {
  switch (column) {
    case 'name':
      return job.name;
    case 'status':
      return rankOf(job);
    case 'progress':
      return wholeShare(job, progress);
    case 'size':
      return job.size ?? countersOf(job, progress)?.bytesTotal ?? null;
    case 'speed':
      return job.state.is === 'downloading' && progress?.phase === 'downloading' ? progress.rate : null;
    case 'time':
      return timeOf(job, progress, now);
    case 'added':
      return job.createdAt;
    case 'type':
      return typeWords(job);
  }
}

let collator = new Intl.Collator('en', { numeric: true });
let collatorLocale = 'en';

function compareText(one: string, other: string): number {
  if (collatorLocale !== localeNow()) {
    collatorLocale = localeNow();
    collator = new Intl.Collator(collatorLocale, { numeric: true });
  }
  return collator.compare(one, other);
}

/** The jobs by a column's values; where they are the same, in the order in which they came. */
export function sortJobs(
  jobs: readonly JobView[],
  sort: TableSort,
  progressOf: ProgressOf,
  now: number,
): JobView[] {
  const way = sort.descending ? -1 : 1;
  const valued = jobs.map((job) => ({ job, value: valueOf(sort.column, job, progressOf(job.id), now) }));
  valued.sort((one, other) => {
    if (one.value === null || other.value === null)
      return Number(one.value === null) - Number(other.value === null);
    if (typeof one.value === 'string' || typeof other.value === 'string')
      return way * compareText(String(one.value), String(other.value));
    return way * (one.value - other.value);
  });
  return valued.map(({ job }) => job);
}
