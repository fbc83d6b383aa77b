import type { TimelineDetail } from './timeline-detail.ts';

/**
 * What the server of a job was called, and was, when it took the request last; null where its log, of `knownEntries`,
 * doesn't tell.
 */
export function serverThen(
  log: readonly { event: string; detail: TimelineDetail }[],
): NonNullable<TimelineDetail['server']> | null {
  const taken = log.findLast(({ event }) => event === 'accepted' || event === 'acceptedReady');
  return taken?.detail.server ?? null;
}
