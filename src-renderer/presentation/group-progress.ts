import { formatNumber, formatPercent } from '../../src-shared/format.ts';
import { t } from '../../src-shared/language/index.ts';
import type { JobView, Progress } from '../../src-shared/job/job-view.ts';
import { groupOf, needsAttention } from './job-group.ts';
import { phaseBar } from './phase-bar.ts';
import type { BarPhase, PhaseBar } from './phase-bar.ts';

/** One progress over all jobs of a group. */
export interface GroupProgress {
  bar: PhaseBar;
  /** `62 %`; empty while unknown. */
  share: string;
  /** How many are saved, and how many need the user. */
  detail: string;
  /** Something in it needs the user. */
  isTroubled: boolean;
  /** Bytes of all of them; null unless each is known. */
  size: number | null;
  /** Bytes a second over all of them. */
  rate: number;
}

function sum(phases: { phase: BarPhase; weight: number }[]): BarPhase {
  const total = phases.reduce((all, { weight }) => all + weight, 0);
  if (phases.every(({ phase }) => phase.is === 'done')) return { is: 'done' };
  if (phases.every(({ phase }) => phase.is === 'empty')) return { is: 'empty' };
  const share = phases.reduce((all, { phase, weight }) => {
    const own = phase.is === 'done' ? 1 : phase.is === 'empty' ? 0 : (phase.share ?? 0);
    return all + own * weight;
  }, 0);
  const isWorking = phases.some(({ phase }) => phase.is === 'working');
  return { is: isWorking ? 'working' : 'stopped', share: share / total };
}

/** Sums a group up: each job counts by its size, or alike where a size isn't known. */
export function groupProgress(
  jobs: readonly JobView[],
  progressOf: (jobId: string) => Progress | undefined,
): GroupProgress {
  const kept = jobs.filter((job) => groupOf(job) !== 'ended');
  const counted = kept.length > 0 ? kept : jobs;
  const sizes = counted.map((job) => job.size);
  const size = sizes.every((one) => one !== null) ? sizes.reduce((all, one) => all + one, 0) : null;
  const weighted = counted.map((job) => ({
    bar: phaseBar(job, progressOf(job.id)),
    weight: size === null || size === 0 ? 1 : (job.size ?? 1),
  }));
  const bar: PhaseBar = {
    preparing: sum(weighted.map(({ bar, weight }) => ({ phase: bar.preparing, weight }))),
    fetching: sum(weighted.map(({ bar, weight }) => ({ phase: bar.fetching, weight }))),
  };
  const done = jobs.filter((job) => job.state.is === 'saved').length;
  const troubled = jobs.filter(needsAttention).length;
  const phase = bar.preparing.is === 'done' ? bar.fetching : bar.preparing;
  const share = phase.is === 'done' ? 1 : phase.is === 'empty' ? 0 : phase.share;
  let rate = 0;
  for (const job of jobs) {
    const progress = progressOf(job.id);
    if (job.state.is === 'downloading' && progress?.phase === 'downloading') rate += progress.rate;
  }
  return {
    bar,
    share: share === null ? '' : formatPercent(share, 1),
    detail: [
      kept.length === 0 && t('row.status.cancelled'),
      kept.length > 0 &&
        t('table.groupDone', { done: formatNumber(done), total: t('table.parts', { count: jobs.length }) }),
      troubled > 0 && t('table.groupTrouble', { count: troubled }),
    ]
      .filter(Boolean)
      .join(' · '),
    isTroubled: troubled > 0,
    size,
    rate,
  };
}
