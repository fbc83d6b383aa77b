import { stateOf } from '../../src-shared/job/job-states.ts';
import { t } from '../../src-shared/language/index.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { cancelledAs } from './cancel-words.ts';
import { clockTime } from './dates.ts';
import { explainFailure, waitingWordsFor } from './explain-failure.ts';

/** What a job waits for that only the user or the world outside can mend, as its row says it; null for its turn or its next try. */
function hindrance(job: JobView): string | null {
  const { waitingFor } = job;
  const isHindered =
    waitingFor?.for === 'connection' || waitingFor?.for === 'network' || waitingFor?.for === 'folder';
  return isHindered ? waitingWordsFor(job, waitingFor, 0).short : null;
}

/**
 * Whether what a job does or waits for is announced; of one that wasn't there before only that it can't begin, has failed at
 * once, or came in parts.
 */
export function isAnnounced(job: JobView, before: JobView | undefined): boolean {
  const now = hindrance(job);
  if (before) return (now ?? job.state.is) !== (hindrance(before) ?? before.state.is);
  return now !== null || stateOf(job).needsUser || job.state.is === 'split';
}

/** What the live region says when a job has changed; null for nothing. */
export function announcement(job: JobView): string | null {
  const { name } = job;
  const what = hindrance(job);
  if (what !== null) return t('row.spoken.waiting', { name, what });
  switch (job.state.is) {
    case 'preparing':
    case 'downloading':
    case 'paused':
    case 'expired':
    case 'unsure':
      return t(`row.spoken.${job.state.is}`, { name });
    case 'saved':
      return t('row.spoken.saved', { name, time: clockTime(job.changedAt) });
    case 'failed':
      return t('row.spoken.failed', { name, what: explainFailure(job, job.state.failure).what });
    case 'split':
      return t('row.spoken.split', { name, count: job.state.children.length });
    case 'cancelled':
      return t(`row.spoken.${cancelledAs(job)}`, { name });
    default:
      return null;
  }
}

/** So many changes of one moment are announced: the last ones. */
const mostSpoken = 3;

/** What the live region says of several changes at once; empty for nothing. */
export function announcements(news: readonly JobView[]): string {
  // One after the other, each but the last would be gone before it is read out; more than a few are too many.
  return news
    .flatMap((job) => announcement(job) ?? [])
    .slice(-mostSpoken)
    .join(' ');
}
