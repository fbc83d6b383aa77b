import type { TimelineDetail } from './timeline-detail.ts';

type Log = readonly { event: string; detail: TimelineDetail }[];

const takenLast = (log: Log): Log[number] | undefined =>
  log.findLast(({ event }) => event === 'accepted' || event === 'acceptedReady');

/**
 * What the server of a job was called, and was, when it took the request last; null where its log, of `knownEntries`,
 * doesn't tell.
 */
export function serverThen(log: Log): NonNullable<TimelineDetail['server']> | null {
  return takenLast(log)?.detail.server ?? null;
}

/** Whether the server packs into a zip what a job asks for, as it took the request last; null where its log doesn't tell. */
export function wasPacked(log: Log): boolean | null {
  const taken = takenLast(log);
  return taken ? taken.event === 'accepted' : null;
}
