import { formatBytes, formatCount } from '../../src-shared/format.ts';
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
  if (asked.kind === 'bridge') return { text: `export “${asked.downloadType}”`, full: asked.downloadType };
  const { nodeIds, count } = asked;
  if (count === 1) return { text: nodeIds[0] ?? '', full: nodeIds[0] ?? '' };
  const shown = nodeIds.slice(0, mostShownIds).join('\n');
  const more = count - mostShownIds;
  return {
    text: formatCount(count, 'item'),
    full: more > 0 ? `${shown}\nand ${more} more` : shown,
  };
}

/** What is known of a job, for the details. */
export function factsOf(job: JobView, progress: Progress | undefined, now: number): Fact[] {
  const { state } = job;
  const facts: Fact[] = [];
  const counters = countersOf(job, progress);
  if (counters?.filesTotal)
    facts.push({
      label: 'Contains',
      text: [
        formatCount(counters.filesTotal, 'file'),
        counters.bytesTotal ? `${formatBytes(counters.bytesTotal)} unpacked` : '',
      ]
        .filter(Boolean)
        .join(', '),
    });
  else if (state.is === 'preparing' && progress?.phase === 'preparing' && progress.word)
    facts.push({ label: 'Server says', text: `“${progress.word}”`, full: progress.word });
  const size = sizeWords(job, progress);
  if (!size.rough) facts.push({ label: 'Size', text: size.text });
  if (progress?.phase === 'downloading' && (state.is === 'downloading' || state.is === 'paused'))
    facts.push({
      label: 'Here',
      text:
        progress.total === null
          ? formatBytes(progress.bytes)
          : `${formatBytes(progress.bytes)} of ${formatBytes(progress.total)}`,
    });
  facts.push({ label: 'Asked for', ...askedWords(job) });
  if (state.is === 'saved') {
    facts.push({ label: 'Saved as', text: state.fileName, isLong: true });
    facts.push({ label: 'In', text: state.folder, isLong: true });
    facts.push({ label: 'SHA-256', text: state.sha256, isLong: true });
  } else {
    facts.push({ label: 'Saving to', text: job.folder, isLong: true });
  }
  if (job.expiresAt !== null && state.is !== 'saved')
    facts.push({ label: 'On server', text: `kept until about ${moment(job.expiresAt, now)}` });
  facts.push({ label: 'Added', text: moment(job.createdAt, now) });
  return facts;
}
