import { formatList } from '../../src-shared/format.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { t } from '../../src-shared/language/index.ts';
import { roughSpan } from './dates.ts';

/** How long before its end a file that is ready is worth naming. Milliseconds. */
const nearExpiry = 24 * 3_600_000;
const mostNamed = 2;

/** What waits for a server: how many, and which of them the server keeps for less than a day, the most urgent first. */
export function waitingWordsOf(jobs: readonly Pick<JobView, 'name' | 'expiresAt'>[], now: number): string {
  if (jobs.length === 0) return '';
  const waits = t('shell.waits', { count: jobs.length });
  const ready = jobs
    .map(({ name, expiresAt }) => ({ name, left: (expiresAt ?? Infinity) - now }))
    .filter(({ left }) => left >= 0 && left <= nearExpiry)
    .sort((one, other) => one.left - other.left);
  const [soonest] = ready;
  if (!soonest) return waits;
  const more = ready.length - mostNamed;
  const named = ready.slice(0, mostNamed).map(({ name }) => name);
  const names = formatList(more > 0 ? [...named, t('shell.others', { count: more })] : named);
  const span = roughSpan(soonest.left);
  return `${waits} ${t('shell.expires', { span, names, count: ready.length })}`;
}
