/** A year, milliseconds: nothing of Ferry's is put off for longer, and no server keeps anything for longer. */
export const farthest = 365 * 24 * 3_600_000;

/*
 * The one rule for times that come from outside: rows, settings, calls, servers. A clock that was wrong, a damaged row or a
 * server's slip may say anything; out of bounds a time is moved to the bound, and is no reason to hide or drop what has it.
 * Times are milliseconds since 1970.
 */

/** A time of something past, not after now. */
export function pastTime(at: number, now: number): number {
  return Math.max(0, Math.min(at, now));
}

/** A time for something to come, at most a year from now; one that has gone by stays as it is. */
export function comingTime(at: number, now: number): number {
  return Math.max(0, Math.min(at, now + farthest));
}

/** What the fields of rows mean. */
const bounds: Record<string, (at: number, now: number) => number> = {
  at: pastTime,
  createdAt: pastTime,
  changedAt: pastTime,
  since: pastTime,
  retryAt: comingTime,
  dueAt: comingTime,
  expiresAt: comingTime,
};

/** The value with every time in it, by its field's name, inside of its bounds; the same value where all are. */
export function boundTimes<Value>(value: Value, now: number): Value {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return value;
  let bounded = value as Record<string, unknown>;
  for (const [name, inner] of Object.entries(bounded)) {
    const bound = bounds[name];
    const other = typeof inner === 'number' && bound ? bound(inner, now) : boundTimes(inner, now);
    if (other !== inner) bounded = { ...bounded, [name]: other };
  }
  return bounded as Value;
}
