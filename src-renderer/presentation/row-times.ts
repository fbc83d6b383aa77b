import { t } from '../../src-shared/language/index.ts';
import { formatDuration } from '../../src-shared/format.ts';
import type { JobView, Progress } from '../../src-shared/job/job-view.ts';
import type { WaitingFor } from '../../src-shared/job/waiting.ts';
import { moment, roughSpan, shortMoment } from './dates.ts';
import { preparedShare } from '../../src-shared/job/prepared-share.ts';

/** What a row says of time: how long it will take, or how long the server keeps it. */
export interface RowTime {
  time: string;
  timeTone: 'plain' | 'quiet' | 'warning';
}

/**
 * How long a preparation that is so far will still take, in words, from what it took so far. Where the server doesn't
 * tell how far it is: how long it usually takes, and since when it runs where that is unknown or long over.
 */
export function preparingTime(progress: Progress | undefined, now: number): RowTime {
  const nothing = { time: '', timeTone: 'plain' } as const;
  if (progress?.phase !== 'preparing') return nothing;
  const elapsed = now - progress.since;
  const share = preparedShare(progress.counters);
  if (share === null) {
    const { since, usually } = progress;
    const isUsual = usually !== null && elapsed < 2 * usually;
    const time = isUsual
      ? t('row.time.usually', { span: roughSpan(usually) })
      : t('row.time.since', { when: moment(since, now) });
    return { time, timeTone: 'quiet' };
  }
  if (share < 0.05 || elapsed < 5_000) return nothing;
  const left = (elapsed * (1 - share)) / share;
  return {
    ...nothing,
    time: left < 60_000 ? t('row.time.underOneMinute') : t('row.time.about', { span: roughSpan(left) }),
  };
}

/** When Ferry looks again by itself at what is waited for, where that isn't said otherwise. */
export function nextTry(waiting: WaitingFor, now: number): RowTime {
  const left = waiting.for === 'connection' && waiting.nextAt !== undefined ? waiting.nextAt - now : 0;
  const span = formatDuration(Math.ceil(left / 1000));
  return { time: left > 0 ? t('row.time.nextTry', { span }) : '', timeTone: 'quiet' };
}

/** When it was over. */
export function ending(job: JobView, now: number): RowTime {
  const when = shortMoment(job.changedAt, now, true);
  return { time: t('row.time.ended', { when }), timeTone: 'quiet' };
}

/** How long the server still keeps what it prepared; null where it told no end. */
export function expiry(job: JobView, now: number): RowTime | null {
  if (job.expiresAt === null) return null;
  const left = job.expiresAt - now;
  if (left <= 0) return { time: t('row.time.maybeGone'), timeTone: 'warning' };
  if (left > 48 * 3_600_000)
    return { time: t('row.time.keptTill', { when: shortMoment(job.expiresAt, now) }), timeTone: 'quiet' };
  return {
    time: t('row.time.expires', { span: roughSpan(left) }),
    timeTone: left < 3_600_000 ? 'warning' : 'quiet',
  };
}
