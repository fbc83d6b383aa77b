import type { Job } from '../../src-shared/job/job.ts';
import { slowestBackoff } from '../../src-shared/job/job-failures.ts';

/**
 * How long until a time that was noted, in milliseconds; 0 when it has come. It may have been noted by a calendar that
 * was set back since: then it lies further ahead than it was ever put off, and counts as come.
 *
 * @param at milliseconds since 1970; null counts as come
 * @param longest what it was put off by at most, milliseconds
 */
export function timeUntil(at: number | null, now: number, longest: number): number {
  const left = (at ?? now) - now;
  return left > 0 && left <= longest ? left : 0;
}

/** How long until a job is tried again, in milliseconds. */
export function timeUntilRetry({ retryAt, lastFailure }: Job, now: number): number {
  return timeUntil(retryAt, now, Math.max(slowestBackoff, (lastFailure?.retryAfter ?? 0) * 1000));
}
