/** Beyond this nothing is ever put off: a server’s Retry-After counts up to an hour. Milliseconds. */
const longestPause = 3_600_000;

/**
 * How long until a time that was noted, in milliseconds; 0 when it has come. It may have been noted by a calendar that
 * was set back since: then it lies further ahead than anything is put off, and counts as come.
 *
 * @param at milliseconds since 1970; null counts as come
 * @param longest what it was put off by at most
 */
export function timeUntil(at: number | null, now: number, longest = longestPause): number {
  const left = (at ?? now) - now;
  return left > 0 && left <= longest ? left : 0;
}
