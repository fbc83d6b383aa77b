import { formatBytes, formatDuration } from '../../src-shared/format.ts';
import { t } from '../../src-shared/language/index.ts';
import type { JobView, Progress } from '../../src-shared/job/job-view.ts';
import type { KnownEntry } from '../../src-shared/job/timeline-detail.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';
import { timelineSteps } from './timeline-words.ts';
import type { TimelineStep } from './timeline-words.ts';

/** A step with how long it lasted. */
export interface StoryStep extends TimelineStep {
  /** Until the next step, in words; empty where it was over at once. */
  lasted: string;
}

/** Shorter is not worth a word, milliseconds. */
const shortestSpan = 1_000;

/** How far a preparation is that is still under way. */
function soFar(job: JobView, progress: Progress | undefined): string {
  if (job.state.is !== 'preparing' || progress?.phase !== 'preparing') return '';
  const { filesDone, filesTotal, bytesDone, bytesTotal } = progress.counters;
  if (filesTotal)
    return t('timeline.packedFiles', {
      done: filesDone ?? 0,
      total: t('common.files', { count: filesTotal }),
    });
  if (bytesTotal && bytesDone !== null)
    return t('common.part', { done: formatBytes(bytesDone), total: formatBytes(bytesTotal) });
  return '';
}

/** The whole story of a job: its steps, how long each lasted, and how far the last one is by now. */
export function storyOf(
  job: JobView,
  entries: readonly KnownEntry[],
  progress: Progress | undefined,
  now: number,
): StoryStep[] {
  const steps = timelineSteps(job, entries);
  const isMoving = !isFinal(job) && job.state.is !== 'failed' && job.state.is !== 'expired';
  return steps.map((step, index) => {
    if (step.at === null) return { ...step, lasted: '' };
    const next = steps[index + 1];
    const isLast = !next || next.at === null;
    if (isLast && !isMoving) return { ...step, lasted: '' };
    const span = (next?.at ?? now) - step.at;
    const words = formatDuration(Math.round(span / 1000));
    return {
      ...step,
      detail: (isLast && soFar(job, progress)) || step.detail,
      lasted:
        span < shortestSpan
          ? ''
          : isLast
            ? t('timeline.lasting', { span: words })
            : t('timeline.lasted', { span: words }),
    };
  });
}
