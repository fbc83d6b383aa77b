import { t } from '../../src-shared/language/index.ts';
import { formatBytes } from '../../src-shared/format.ts';
import type { JobView, Progress } from '../../src-shared/job-view.ts';
import { moment } from './dates.ts';
import { countersOf, sizeWords } from './job-content.ts';

/** One line of the overview. */
export interface Fact {
  label: string;
  text: string;
  /** The whole of it, where the text is short. */
  full?: string;
  /** May take more than one line. */
  isLong?: boolean;
}

const mostShownIds = 4;

function askedWords(job: JobView): { text: string; full: string } {
  const { asked } = job;
  if (asked.kind === 'bridge')
    return { text: t('details.facts.export', { type: asked.downloadType }), full: asked.downloadType };
  const { nodeIds, count } = asked;
  if (count === 1) return { text: nodeIds[0] ?? '', full: nodeIds[0] ?? '' };
  const shown = nodeIds.slice(0, mostShownIds).join('\n');
  const more = count - mostShownIds;
  return {
    text: t('common.items', { count }),
    full: more > 0 ? `${shown}\n${t('details.facts.more', { more })}` : shown,
  };
}

/** What is known of a job, for the details. */
export function factsOf(job: JobView, progress: Progress | undefined, now: number): Fact[] {
  const { state } = job;
  const facts: Fact[] = [];
  const counters = countersOf(job, progress);
  if (counters?.filesTotal)
    facts.push({
      label: t('details.facts.contains'),
      text: [
        t('common.files', { count: counters.filesTotal }),
        counters.bytesTotal ? t('details.facts.unpacked', { size: formatBytes(counters.bytesTotal) }) : '',
      ]
        .filter(Boolean)
        .join(', '),
    });
  else if (state.is === 'preparing' && progress?.phase === 'preparing' && progress.word)
    facts.push({
      label: t('details.facts.serverSays'),
      text: t('details.facts.quoted', { word: progress.word }),
      full: progress.word,
    });
  const size = sizeWords(job, progress);
  if (!size.rough) facts.push({ label: t('details.facts.size'), text: size.text });
  if (progress?.phase === 'downloading' && (state.is === 'downloading' || state.is === 'paused'))
    facts.push({
      label: t('details.facts.here'),
      text:
        progress.total === null
          ? formatBytes(progress.bytes)
          : t('common.part', { done: formatBytes(progress.bytes), total: formatBytes(progress.total) }),
    });
  facts.push({ label: t('details.facts.askedFor'), ...askedWords(job) });
  if (state.is === 'saved') {
    facts.push({ label: t('details.facts.savedAs'), text: state.fileName, isLong: true });
    facts.push({ label: t('details.facts.savedIn'), text: state.folder, isLong: true });
    facts.push({ label: 'SHA-256', text: state.sha256, isLong: true });
  } else {
    facts.push({ label: t('details.facts.savingTo'), text: job.folder, isLong: true });
  }
  if (job.expiresAt !== null && state.is !== 'saved')
    facts.push({
      label: t('details.facts.onServer'),
      text: t('details.facts.keptUntil', { when: moment(job.expiresAt, now) }),
    });
  facts.push({ label: t('details.facts.added'), text: moment(job.createdAt, now) });
  return facts;
}
