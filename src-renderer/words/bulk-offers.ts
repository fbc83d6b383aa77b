import { t } from '../../src-shared/language/index.ts';
import type { BulkAction, JobView } from '../../src-shared/job/job-view.ts';

/** Something that can be done about several jobs at once. */
export interface BulkOffer {
  action: BulkAction;
  label: string;
  /** How many of them it fits. */
  count: number;
}

/** In the order in which they are offered. */
const actions = ['pause', 'resume', 'retry', 'askAgain', 'moveFirst', 'again', 'cancel'] as const;

/** What fits any of the jobs. */
export function bulkOffers(jobs: readonly JobView[]): BulkOffer[] {
  return actions.flatMap((action) => {
    const count = jobs.filter((job) => job.actions.includes(action)).length;
    return count > 0 ? [{ action, label: t(`queue.offers.${action}`), count }] : [];
  });
}
