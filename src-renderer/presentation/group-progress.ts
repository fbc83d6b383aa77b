import { formatNumber, formatPercent } from '../../src-shared/format.ts';
import { t } from '../../src-shared/language/index.ts';
import type { JobView, Progress } from '../../src-shared/job/job-view.ts';
import { groupOf, needsAttention } from '../../src-shared/job/job-group.ts';
import { countersOf, knownSize } from './job-content.ts';
import { phaseBar } from './phase-bar.ts';
import type { BarPhase, PhaseBar } from './phase-bar.ts';

/** One progress over all jobs of a group. */
export interface GroupProgress {
  bar: PhaseBar;
  /** `62 %`; empty while unknown. */
  share: string;
  /** How many are saved and there, what became of the others, and how many need the user. */
  detail: string;
  /** Something in it needs the user. */
  isTroubled: boolean;
  /** Bytes of all of them; null unless each is known. */
  size: number | null;
  /** Bytes a second over all of them. */
  rate: number;
}

/** Of a part's bytes, how many came across. What the server does before counts for nothing. */
function shareOf({ fetching }: PhaseBar): number {
  return fetching.is === 'done' ? 1 : fetching.is === 'empty' ? 0 : (fetching.share ?? 0);
}

/**
 * What came across of all together: by bytes where something is known of each size, if only what the server says it packs,
 * else so many of them are saved.
 */
function fetched(parts: { job: JobView; bar: PhaseBar; weight: number | null }[]): BarPhase {
  if (parts.every(({ bar }) => bar.fetching.is === 'done')) return { is: 'done' };
  if (parts.every(({ bar }) => bar.preparing.is === 'empty' && bar.fetching.is === 'empty'))
    return { is: 'empty' };
  const weights = parts.flatMap(({ weight }) => weight ?? []);
  const whole = weights.length === parts.length ? weights.reduce((all, one) => all + one, 0) : 0;
  const share = whole
    ? parts.reduce((all, part) => all + shareOf(part.bar) * (part.weight ?? 0), 0) / whole
    : parts.filter(({ job }) => job.state.is === 'saved').length / parts.length;
  const isWorking = parts.some(({ bar }) => bar.preparing.is === 'working' || bar.fetching.is === 'working');
  return { is: isWorking ? 'working' : 'stopped', share };
}

/**
 * Sums a whole group up, whatever of it a list shows. What was cancelled is counted as a part, and nothing of it is
 * waited for; `isLost` says that a saved file is no longer where it was saved.
 */
export function groupProgress(
  jobs: readonly JobView[],
  progressOf: (jobId: string) => Progress | undefined,
  isLost: (job: JobView) => boolean = () => false,
): GroupProgress {
  const wanted = jobs.filter((job) => groupOf(job) !== 'ended');
  const counted = (wanted.length > 0 ? wanted : jobs).map((job) => {
    const progress = progressOf(job.id);
    const size = knownSize(job, progress);
    const weight = size ?? (countersOf(job, progress)?.bytesTotal || null);
    return { job, bar: phaseBar(job, progress), size, weight };
  });
  const sizes = counted.map((part) => part.size);
  const size = sizes.every((one) => one !== null) ? sizes.reduce((all, one) => all + one, 0) : null;
  const phase = fetched(counted);
  const share = phase.is === 'done' ? 1 : phase.is === 'empty' ? 0 : phase.share;
  const saved = jobs.filter((job) => job.state.is === 'saved');
  const lost = saved.filter(isLost).length;
  const troubled = jobs.filter(needsAttention).length;
  const cancelled = jobs.length - wanted.length;
  let rate = 0;
  for (const job of jobs) {
    const progress = progressOf(job.id);
    if (job.state.is === 'downloading' && progress?.phase === 'downloading') rate += progress.rate;
  }
  return {
    bar: { preparing: { is: 'done' }, isOne: true, fetching: phase },
    share: share === null ? '' : formatPercent(share, 1),
    detail:
      wanted.length === 0
        ? t('row.status.cancelled')
        : [
            t('table.groupDone', {
              done: formatNumber(saved.length - lost),
              total: t('table.parts', { count: jobs.length }),
            }),
            lost > 0 && t('table.groupLost', { count: lost }),
            cancelled > 0 && t('table.groupCancelled', { count: cancelled }),
            troubled > 0 && t('table.groupTrouble', { count: troubled }),
          ]
            .filter(Boolean)
            .join(' · '),
    isTroubled: troubled + lost > 0,
    size,
    rate,
  };
}
