import { t } from '../../src-shared/language/index.ts';
import { formatRate } from '../../src-shared/format.ts';
import type { JobView, Progress } from '../../src-shared/job/job-view.ts';
import type { ColumnId } from '../../src-shared/table-layout.ts';
import { kindWordsOf } from './kind-words.ts';
import { fullMoment, shortMoment } from './dates.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';
import type { RowWords } from './row-words.ts';

/** Where a list is: its columns are called what they tell there. */
export type ListKind = 'queue' | 'done' | 'history';

/** The head of a column. */
export function columnName(column: ColumnId, list: ListKind): string {
  if (column === 'status' && list === 'history') return t('table.result');
  if (column === 'time' && list !== 'queue') return t('table.when');
  return t(`table.${column}`);
}

/** What the columns of status, progress and speed say. */
export interface ColumnWords {
  status: string;
  /** Above the bar, at its start; the state stands there where it has no column. */
  lead: string;
  /** Above the bar, at its end. */
  aside: string;
  speed: string;
}

/** The words of a row as its columns share them: nothing is said twice. */
export function columnWords(
  job: JobView,
  progress: Progress | undefined,
  words: RowWords,
  columns: readonly ColumnId[],
): ColumnWords {
  const isComing =
    job.state.is === 'downloading' && progress?.phase === 'downloading' && job.waitingFor === null;
  const hasStatus = columns.includes('status');
  const speed = isComing && progress.rate > 0 && words.aside ? formatRate(progress.rate) : '';
  if (isComing)
    return {
      status: t('shell.downloading'),
      lead: words.status,
      aside: columns.includes('speed') ? '' : words.aside,
      speed,
    };
  return hasStatus
    ? { status: words.status, lead: words.aside, aside: '', speed }
    : { status: words.status, lead: words.status, aside: words.aside, speed };
}

/** When it was asked for: short, and in full for who wants to know. */
export function addedWords(job: JobView, now: number): { short: string; full: string } {
  return { short: shortMoment(job.createdAt, now), full: fullMoment(job.createdAt) };
}

/** What kind of thing it is; empty where its server has no names for that. */
export const typeWords = ({ kind, asked }: JobView): string => kindWordsOf(kind).typeOf(asked);

/** Whether its progress is worth a bar: nothing will happen to what is over. */
export const hasBar = (job: JobView): boolean => !isFinal(job);
