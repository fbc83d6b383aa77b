import { asName, t, said } from '../../src-shared/language/index.ts';
import {
  formatBytes,
  formatDuration,
  formatNumber,
  formatPercent,
  formatRate,
} from '../../src-shared/format.ts';
import { isAbsent, isAltered } from './absent-file.ts';
import type { Presence } from '../../src-shared/history/presence.ts';
import type { JobView, Progress } from '../../src-shared/job/job-view.ts';
import { splitAs } from '../../src-shared/job/job-states.ts';
import { kindOf } from '../../src-shared/kinds/kind-table.ts';
import { cancelledAs } from './cancel-words.ts';
import { moment, roughSpan, shortMoment } from './dates.ts';
import {
  contentWords,
  countersOf,
  isFolderAway,
  savedFolder,
  shortFolder,
  sizeWords,
} from './job-content.ts';
import { preparedShare } from '../../src-shared/job/prepared-share.ts';
import { lineFor, waitingWordsFor } from './explain-failure.ts';
import { needsAttention } from '../../src-shared/job/job-group.ts';
import { kindWordsOf } from './kind-words.ts';
import { ending, expiry, nextTry, preparingTime } from './row-times.ts';

export type Tone = 'plain' | 'quiet' | 'warning' | 'bad' | 'good';

/** All the words of a row. */
export interface RowWords {
  /** The state in a word or two, above the bar. */
  status: string;
  statusTone: Tone;
  /** Beside the status: a rate, a share. */
  aside: string;
  /** Behind the name, where several of that name stand there at once: what was asked for, and when. */
  apart: string;
  /** The line under the name. */
  detail: string;
  detailTone: Tone;
  size: string;
  /** For who hears it; empty while nothing is known. */
  sizeSpoken: string;
  sizeRough: boolean;
  time: string;
  timeTone: Tone;
  /** The row gives its columns up to the detail, which says what went wrong. */
  isSentence: boolean;
}

const join = (...parts: (string | null | false)[]): string => parts.filter(Boolean).join(' · ');

/** What a preparing server is doing, as exactly as it tells. */
function preparingDetail(job: JobView, progress: Progress | undefined, now: number): string {
  if (progress?.phase !== 'preparing') return t('row.detail.preparing');
  const { counters, word, nextPollAt } = progress;
  if (counters.filesTotal)
    return t('row.detail.packed', {
      done: formatNumber(counters.filesDone ?? 0),
      total: t('common.files', { count: counters.filesTotal }),
    });
  if (counters.bytesTotal && counters.bytesDone !== null)
    return t('row.detail.packed', {
      done: formatBytes(counters.bytesDone),
      total: formatBytes(counters.bytesTotal),
    });
  const seconds = nextPollAt === null ? null : Math.ceil((nextPollAt - now) / 1000);
  return join(
    word ? t('row.detail.says', { word: kindWordsOf(job.kind).serverWord(word) }) : t('row.detail.preparing'),
    seconds !== null && seconds > 2 && t('row.detail.nextLook', { span: formatDuration(seconds) }),
  );
}

/** How much of a file is here of which no bytes are coming just now; null where that isn't known. */
function kept(progress: Progress | undefined): { share: string; words: string } | null {
  if (progress?.phase !== 'downloading' || !progress.total) return null;
  const { bytes, total } = progress;
  return {
    share: formatPercent(bytes, total),
    words: t('row.detail.here', { done: formatBytes(bytes), total: formatBytes(total) }),
  };
}

/** What a waiting row says; null for one that waits for nothing. */
function waiting(job: JobView, progress: Progress | undefined, now: number): Partial<RowWords> | null {
  if (!job.waitingFor) return null;
  const { short, long } = waitingWordsFor(job, job.waitingFor, now);
  const tone: Tone = needsAttention(job) || job.waitingFor.for === 'connection' ? 'warning' : 'plain';
  const here = isFolderAway(job) ? null : kept(progress);
  const untilWhen =
    job.expiresAt !== null &&
    job.state.is === 'ready' &&
    t('row.detail.readyUntil', { when: moment(job.expiresAt, now) });
  return {
    status: short,
    statusTone: job.waitingFor.for === 'slot' ? 'quiet' : tone,
    aside: here?.share ?? '',
    // Of the network the window says it once, for all rows.
    ...(job.waitingFor.for !== 'network' && {
      detail: join(here && here.words, untilWhen, long.replace(/\.$/, ''), asName(job.connectionName)),
    }),
    ...(expiry(job, now) ?? nextTry(job.waitingFor, now)),
  };
}

/** What a row says of a saved file that can't be opened where it was saved. */
function absent(
  job: JobView,
  folder: string,
  { is }: { is: 'missing' | 'away' },
): Pick<RowWords, 'status' | 'statusTone' | 'detail' | 'detailTone'> {
  return {
    status: t(`row.status.${is}`),
    statusTone: 'warning',
    detail: join(t(`row.detail.${is}`), asName(savedFolder(folder, job.folder)), asName(job.connectionName)),
    detailTone: 'quiet',
  };
}

/** What a row says of a saved file that something wrote to since. */
function altered(
  job: JobView,
  folder: string,
  { is }: { is: 'changed' | 'touched' },
): Pick<RowWords, 'status' | 'statusTone' | 'detail' | 'detailTone'> {
  return {
    status: is === 'changed' ? t('row.status.changed') : t('row.status.saved'),
    statusTone: is === 'changed' ? 'warning' : 'plain',
    detail: join(t(`row.detail.${is}`), asName(savedFolder(folder, job.folder)), asName(job.connectionName)),
    detailTone: is === 'changed' ? 'warning' : 'quiet',
  };
}

/** The words of a row, from its state, its progress and the time; of a saved file also where it is now, where that is known. */
export function rowWords(
  job: JobView,
  progress: Progress | undefined,
  now: number,
  presence: Presence | null = null,
): RowWords {
  const { state } = job;
  const size = sizeWords(job, progress);
  const content = contentWords(job, progress);
  const apart = kindWordsOf(job.kind).apart(job.asked, job.name);
  const base: RowWords = {
    status: '',
    statusTone: 'plain',
    aside: '',
    apart: '',
    detail: join(content, asName(job.connectionName)),
    detailTone: 'quiet',
    size: size.text,
    sizeSpoken: size.spoken,
    sizeRough: size.rough,
    time: '',
    timeTone: 'plain',
    isSentence: false,
  };
  const sentence = (status: string, detail: string, tone: Tone): RowWords => ({
    ...base,
    status,
    statusTone: tone,
    detail,
    detailTone: tone,
    isSentence: true,
    apart: join(kindWordsOf(job.kind).origin(job.asked, job.name), shortMoment(job.changedAt, now)),
  });
  switch (state.is) {
    case 'queued':
      return {
        ...base,
        status: t('row.status.waiting'),
        statusTone: 'quiet',
        ...waiting(job, progress, now),
      };
    case 'asking': {
      const status =
        state.wish === 'cancel'
          ? kindOf(job.kind).canCancel
            ? t('row.status.cancelling')
            : t('row.status.stopping')
          : state.wish === 'pause'
            ? t('row.status.pausing')
            : t('row.status.asking');
      return { ...base, status, detail: join(t('row.detail.asking'), base.detail) };
    }
    case 'unsure':
      return sentence(t('row.status.unsure'), t('row.detail.unsure'), 'warning');
    case 'preparing': {
      const counters = countersOf(job, progress);
      const share = counters && preparedShare(counters);
      const since = progress?.phase === 'preparing' ? now - progress.since : 0;
      return {
        ...base,
        status: t('row.status.preparing'),
        aside: share !== null ? formatPercent(share, 1) : since >= 60_000 ? roughSpan(since) : '',
        detail: join(preparingDetail(job, progress, now), apart, asName(job.connectionName)),
        ...preparingTime(progress, now),
        ...waiting(job, progress, now),
      };
    }
    case 'sifting':
      return {
        ...base,
        status: t('row.status.sifting'),
        detail: join(
          t('row.detail.sifting', { count: 'count' in job.asked ? job.asked.count : 1 }),
          asName(job.connectionName),
        ),
        ...waiting(job, progress, now),
      };
    case 'planning':
      return {
        ...base,
        status: t('row.status.planning'),
        detail: join(
          t('row.detail.planning', { size: formatBytes(state.size), limit: formatBytes(state.limit) }),
          asName(job.connectionName),
        ),
      };
    case 'ready':
      return { ...base, status: t('row.status.ready'), ...expiry(job, now), ...waiting(job, progress, now) };
    case 'downloading': {
      if (progress?.phase !== 'downloading')
        return {
          ...base,
          status: t('row.status.starting'),
          ...expiry(job, now),
          ...waiting(job, progress, now),
        };
      const { bytes, total, rate, secondsLeft } = progress;
      return {
        ...base,
        status: total === null ? formatBytes(bytes) : formatPercent(bytes, total),
        aside: rate > 0 ? formatRate(rate) : '',
        time: secondsLeft === null ? '' : formatDuration(secondsLeft),
        ...waiting(job, progress, now),
      };
    }
    case 'verifying':
      return {
        ...base,
        status: t('row.status.checking'),
        aside: progress?.phase === 'verifying' ? formatPercent(progress.bytes, progress.total) : '',
        detail: join(t('row.detail.checking'), asName(job.connectionName)),
      };
    case 'publishing':
      return {
        ...base,
        status: t('row.status.saving'),
        detail: join(t('row.detail.saving'), asName([shortFolder(job.folder), ...state.folders].join(' / '))),
      };
    case 'paused': {
      const isOnServer = state.resume.step === 'preparing';
      const counters = isOnServer ? countersOf(job, progress) : null;
      const prepared = counters && preparedShare(counters);
      const here = kept(progress);
      return {
        ...base,
        status: t('row.status.paused'),
        statusTone: 'quiet',
        aside: here?.share ?? (prepared === null ? '' : formatPercent(prepared, 1)),
        detail: join(
          ...(isOnServer ? [t('row.detail.goesOn')] : here ? [here.words, apart] : [content]),
          asName(job.connectionName),
        ),
        ...expiry(job, now),
      };
    }
    case 'failed':
      return sentence(t('row.status.failed'), lineFor(job, state.failure), 'bad');
    case 'expired':
      return sentence(t('row.status.expired'), t('row.detail.expired'), 'warning');
    case 'cancelled':
      return {
        ...base,
        status: t(`row.status.${cancelledAs(job)}`),
        statusTone: 'quiet',
        ...ending(job, now),
      };
    case 'split':
      return {
        ...base,
        status: t(`row.status.${splitAs(state.why)}`),
        statusTone: 'quiet',
        detail: join(
          t(`row.detail.${splitAs(state.why)}`, { count: state.children.length }),
          asName(job.connectionName),
        ),
        ...ending(job, now),
      };
    case 'saved': {
      const warned = state.warnings.length > 0;
      return {
        ...base,
        status: warned ? t('row.status.savedNoted') : t('row.status.saved'),
        statusTone: warned ? 'warning' : 'good',
        detail: warned
          ? state.warnings.map(said).join(' ')
          : join(
              kindWordsOf(job.kind).askedStep?.(job.asked) ?? null,
              t('row.detail.checked'),
              asName(savedFolder(state.folder, job.folder)),
              asName(job.connectionName),
            ),
        detailTone: warned ? 'warning' : 'quiet',
        ...(isAbsent(presence) && absent(job, state.folder, presence)),
        ...(isAltered(presence) && altered(job, state.folder, presence)),
        ...ending(job, now),
      };
    }
  }
}

/** The words of an open row while Ferry itself doesn't answer: rates and times left are no longer known. */
export function staleWords(words: RowWords): RowWords {
  return { ...words, aside: '', time: '' };
}

/** The row as one sentence, for who hears it. */
export function rowSentence(job: JobView, words: RowWords): string {
  const parts = [asName(job.name), words.status];
  if (words.isSentence || words.detailTone !== 'quiet') parts.push(words.detail);
  else if (words.detail) parts.push(words.detail.replaceAll(' · ', ', '));
  parts.push(words.sizeSpoken);
  if (words.time && !words.isSentence)
    parts.push(job.state.is === 'downloading' ? t('row.time.left', { span: words.time }) : words.time);
  return parts.filter(Boolean).join(', ').replace(/\.?$/, '.');
}
