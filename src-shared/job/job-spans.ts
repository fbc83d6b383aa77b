import { stateNamed } from './job-states.ts';
import type { JobStateRow } from './job-states.ts';

/** What of a log's line counts here. */
interface Change {
  at: number;
  to: string;
  detail?: Record<string, unknown>;
}

/** Since when Ferry wasn't running, where a line of a log tells it. Milliseconds since 1970, else null. */
export function closedSince({ at, detail }: Pick<Change, 'at' | 'detail'>): number | null {
  const since = detail?.['closedSince'];
  return typeof since === 'number' && since <= at ? since : null;
}

/** How long a job was in some states while Ferry was running, by its log, up to a moment; milliseconds. */
function timeIn(isMeant: (state: JobStateRow) => boolean, log: readonly Change[], now: number): number {
  const changes = log.filter((entry) => entry.to !== '');
  return changes.reduce((time, { at, to }, index) => {
    const next = changes[index + 1];
    const end = (next && closedSince(next)) ?? next?.at ?? now;
    const state = stateNamed(to);
    return state && isMeant(state) ? time + Math.max(0, end - at) : time;
  }, 0);
}

/** How long a job's bytes were on their way, by its log, up to a moment; milliseconds. */
export function fetchTime(log: readonly Change[], now: number): number {
  return timeIn(({ work }) => work === 'fetch', log, now);
}

/** How long the server was asked and worked for a job, by its log, up to a moment; milliseconds. */
export function prepareTime(log: readonly Change[], now: number): number {
  return timeIn(({ holds }) => holds === 'preparation', log, now);
}
