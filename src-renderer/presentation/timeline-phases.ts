import { stateNamed } from '../../src-shared/job/job-states.ts';
import type { JobPhase } from '../../src-shared/job/job-states.ts';
import type { TimelineEntry } from '../../src-shared/job/job-view.ts';
import type { Piece } from './speed-scale.ts';

/** What a job was about at a time, as far as a chart tells it apart. */
export type TimelinePhase = Exclude<JobPhase, 'ended'> | 'waiting';

/** By the name of a state, as logs have it; undefined for one that this version of Ferry doesn't know. */
function phaseOf(state: string): TimelinePhase | undefined {
  const row = stateNamed(state);
  if (!row || row.waitsFor) return row && 'waiting';
  return row.phase === 'ended' ? 'done' : row.phase;
}

/**
 * What a gap in the speeds was filled with: the phase that took most of it, by the job's log. For who listened, that is
 * never downloading: null where the log tells nothing else, so that no bytes came.
 */
export function phaseBetween(
  entries: readonly TimelineEntry[],
  { from, to, isUnwatched }: Pick<Piece, 'from' | 'to' | 'isUnwatched'>,
): TimelinePhase | null {
  const lengths = new Map<TimelinePhase, number>();
  const changes = entries.filter((entry) => entry.to !== '');
  changes.forEach((entry, index) => {
    const phase = phaseOf(entry.to);
    const begin = Math.max(from, entry.at);
    const end = Math.min(to, changes[index + 1]?.at ?? Infinity);
    if (phase && end > begin) lengths.set(phase, (lengths.get(phase) ?? 0) + end - begin);
  });
  if (!isUnwatched) lengths.delete('downloading');
  const [longest] = [...lengths].sort((one, other) => other[1] - one[1]);
  return longest?.[0] ?? null;
}
