import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
} from '../../src-shared/format.ts';
import type { JobView, Progress } from '../../src-shared/job-view.ts';
import { cancelledWord } from './cancel-words.ts';
import { clockTime, moment, roughSpan, shortMoment } from './dates.ts';
import { contentWords, countersOf, preparedShare, shortFolder, sizeWords } from './job-content.ts';
import { explainFor, waitingWordsFor } from './explain-for.ts';
import { needsAttention } from './job-group.ts';

export type Tone = 'plain' | 'quiet' | 'warning' | 'bad' | 'good';

/** All the words of a row. */
export interface RowWords {
  /** The state in a word or two, above the bar. */
  status: string;
  statusTone: Tone;
  /** Beside the status: a rate, a share. */
  aside: string;
  /** The line under the name. */
  detail: string;
  detailTone: Tone;
  size: string;
  sizeRough: boolean;
  time: string;
  timeTone: Tone;
  /** The row gives its columns up to the detail, which says what went wrong. */
  isSentence: boolean;
}

const join = (...parts: (string | null | false)[]): string => parts.filter(Boolean).join(' · ');

/** What a preparing server is doing, as exactly as it tells. */
function preparingDetail(job: JobView, progress: Progress | undefined, now: number): string {
  if (progress?.phase !== 'preparing') return 'The server is preparing it';
  const { counters, word, nextPollAt } = progress;
  if (counters.filesTotal)
    return `Server has packed ${(counters.filesDone ?? 0).toLocaleString('en-GB')} of ${formatCount(counters.filesTotal, 'file')}`;
  if (counters.bytesTotal && counters.bytesDone !== null)
    return `Server has packed ${formatBytes(counters.bytesDone)} of ${formatBytes(counters.bytesTotal)}`;
  const seconds = nextPollAt === null ? null : Math.ceil((nextPollAt - now) / 1000);
  return join(
    word
      ? `Server says “${job.kind === 'bridge' ? word : word.toLowerCase()}”`
      : 'The server is preparing it',
    seconds !== null && seconds > 2 && `next look in ${formatDuration(seconds)}`,
  );
}

/**
 * How long a preparation that is so far will still take, in words, from what it took so far; since when it runs where
 * the server doesn't tell how far it is.
 */
function preparingTime(progress: Progress | undefined, now: number): { time: string; timeTone: Tone } {
  const nothing = { time: '', timeTone: 'plain' } as const;
  if (progress?.phase !== 'preparing') return nothing;
  const elapsed = now - progress.since;
  const share = preparedShare(progress.counters);
  if (share === null) return { time: `since ${moment(progress.since, now)}`, timeTone: 'quiet' };
  if (share < 0.05 || elapsed < 5_000) return nothing;
  const left = (elapsed * (1 - share)) / share;
  return { ...nothing, time: left < 60_000 ? 'under 1 min' : `about ${roughSpan(left)}` };
}

function expiry(job: JobView, now: number): { time: string; timeTone: Tone } | null {
  if (job.expiresAt === null) return null;
  const left = job.expiresAt - now;
  if (left <= 0) return { time: 'may be gone', timeTone: 'warning' };
  if (left > 48 * 3_600_000)
    return { time: `kept till ${shortMoment(job.expiresAt, now)}`, timeTone: 'quiet' };
  return { time: `${roughSpan(left)} left`, timeTone: left < 3_600_000 ? 'warning' : 'quiet' };
}

/** What a waiting row says; null for one that waits for nothing. */
function waiting(job: JobView, now: number): Partial<RowWords> | null {
  if (!job.waitingFor) return null;
  const { short, long } = waitingWordsFor(job, job.waitingFor, now);
  const tone: Tone = needsAttention(job) || job.waitingFor.for === 'connection' ? 'warning' : 'plain';
  const untilWhen =
    job.expiresAt !== null &&
    job.state.is === 'ready' &&
    `Ready on the server until ${moment(job.expiresAt, now)}`;
  return {
    status: short,
    statusTone: job.waitingFor.for === 'slot' ? 'quiet' : tone,
    aside: '',
    detail: join(untilWhen, long.replace(/\.$/, ''), job.connectionName),
    ...(expiry(job, now) ?? { time: '' }),
  };
}

/** The words of a row, from its state, its progress and the time. */
export function rowWords(job: JobView, progress: Progress | undefined, now: number): RowWords {
  const { state } = job;
  const size = sizeWords(job, progress);
  const content = contentWords(job, progress);
  const base: RowWords = {
    status: '',
    statusTone: 'plain',
    aside: '',
    detail: join(content, job.connectionName),
    detailTone: 'quiet',
    size: size.text,
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
  });
  switch (state.is) {
    case 'queued':
      return { ...base, status: 'Waiting', statusTone: 'quiet', ...waiting(job, now) };
    case 'asking': {
      const status =
        state.wish === 'cancel'
          ? job.kind === 'bridge'
            ? 'Stopping'
            : 'Cancelling'
          : state.wish === 'pause'
            ? 'Pausing'
            : 'Asking';
      return { ...base, status, detail: join('Asking the server', base.detail) };
    }
    case 'unsure':
      return sentence(
        'Not sure',
        'Ferry asked, but no answer came. The server may be preparing it already, so Ferry doesn’t ask twice by itself.',
        'warning',
      );
    case 'preparing': {
      const counters = countersOf(job, progress);
      const share = counters && preparedShare(counters);
      const since = progress?.phase === 'preparing' ? now - progress.since : 0;
      return {
        ...base,
        status: 'Preparing',
        aside: share !== null ? formatPercent(share, 1) : since >= 60_000 ? roughSpan(since) : '',
        detail: join(preparingDetail(job, progress, now), job.connectionName),
        ...preparingTime(progress, now),
        ...waiting(job, now),
      };
    }
    case 'planning':
      return {
        ...base,
        status: 'Planning',
        detail: join(
          `Too large in one piece (${formatBytes(state.size)}, the server’s limit is ${formatBytes(state.limit)}): making smaller ones`,
          job.connectionName,
        ),
      };
    case 'ready':
      return { ...base, status: 'Ready', ...expiry(job, now), ...waiting(job, now) };
    case 'downloading': {
      if (progress?.phase !== 'downloading')
        return { ...base, status: 'Starting', ...expiry(job, now), ...waiting(job, now) };
      const { bytes, total, rate, secondsLeft } = progress;
      return {
        ...base,
        status: total === null ? formatBytes(bytes) : formatPercent(bytes, total),
        aside: rate > 0 ? formatRate(rate) : '',
        time: secondsLeft === null ? '' : formatDuration(secondsLeft),
        ...waiting(job, now),
      };
    }
    case 'verifying':
      return {
        ...base,
        status: 'Checking',
        aside: progress?.phase === 'verifying' ? formatPercent(progress.bytes, progress.total) : '',
        detail: join('Making sure that every byte is right', job.connectionName),
      };
    case 'publishing':
      return {
        ...base,
        status: 'Saving',
        detail: join('Putting the file in its folder', shortFolder(job.folder)),
      };
    case 'paused': {
      const fetched =
        progress?.phase === 'downloading' && progress.total
          ? `${formatBytes(progress.bytes)} of ${formatBytes(progress.total)} are here`
          : null;
      return {
        ...base,
        status: 'Paused',
        statusTone: 'quiet',
        aside:
          progress?.phase === 'downloading' && progress.total
            ? formatPercent(progress.bytes, progress.total)
            : '',
        detail: join(fetched ?? content, job.connectionName),
        ...expiry(job, now),
      };
    }
    case 'failed': {
      const { what, advice } = explainFor(job, job.failure ?? state.failure);
      return sentence('Failed', `${what} ${advice}`, 'bad');
    }
    case 'expired':
      return sentence(
        'Expired',
        'The server no longer keeps this file. Ask again to have it prepared anew.',
        'warning',
      );
    case 'cancelled':
      return {
        ...base,
        status: cancelledWord(job),
        statusTone: 'quiet',
        time: shortMoment(job.changedAt, now),
        timeTone: 'quiet',
      };
    case 'split':
      return {
        ...base,
        status: 'Split',
        statusTone: 'quiet',
        detail: join(
          `Too large in one piece: asked for in ${formatCount(state.children.length, 'part')}`,
          job.connectionName,
        ),
        time: shortMoment(job.changedAt, now),
        timeTone: 'quiet',
      };
    case 'saved': {
      const warned = state.warnings.length > 0;
      return {
        ...base,
        status: warned ? 'Saved, with a note' : 'Saved',
        statusTone: warned ? 'warning' : 'good',
        detail: warned
          ? state.warnings.join(' ')
          : join('Checked', shortFolder(state.folder), job.connectionName),
        detailTone: warned ? 'warning' : 'quiet',
        time: shortMoment(job.changedAt, now),
        timeTone: 'quiet',
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
  const parts = [job.name, words.status];
  if (words.isSentence || words.detailTone !== 'quiet') parts.push(words.detail);
  else if (words.detail) parts.push(words.detail.replaceAll(' · ', ', '));
  if (words.size !== '–') parts.push(words.sizeRough ? `about ${words.size.replace('~ ', '')}` : words.size);
  if (words.time && !words.isSentence)
    parts.push(job.state.is === 'downloading' ? `${words.time} left` : words.time);
  return parts.filter(Boolean).join(', ').replace(/\.?$/, '.');
}

/** What the live region says when a job comes into a state; null where silence is kinder. */
export function announcement(job: JobView): string | null {
  switch (job.state.is) {
    case 'preparing':
      return `${job.name}: the server is preparing it.`;
    case 'downloading':
      return `${job.name}: downloading.`;
    case 'paused':
      return `${job.name}: paused.`;
    case 'saved':
      return `${job.name}: saved at ${clockTime(job.changedAt)}.`;
    case 'failed':
      return `${job.name}: ${explainFor(job, job.state.failure).what}`;
    case 'expired':
      return `${job.name}: the server no longer keeps it.`;
    case 'unsure':
      return `${job.name}: no answer came from the server.`;
    case 'cancelled':
      return `${job.name}: ${cancelledWord(job).toLowerCase()}.`;
    default:
      return null;
  }
}
