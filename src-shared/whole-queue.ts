import { rowsAtOnce } from './contract/queue.ts';
import type { CallOutput, Handlers } from './contract.ts';

/** Every row of the queue, the number of the stream's last change that all of them have, and how far each is. */
export type WholeQueue = Omit<CallOutput<'queue.snapshot'>, 'rest'>;

/**
 * The whole queue, some hundred rows at a time. What changes meanwhile may be in it already or not: the stream brings that
 * row again, whole, with a later number. Rejects where a call does.
 */
export async function wholeQueue(
  calls: Pick<Handlers, 'queue.snapshot' | 'queue.rows'>,
): Promise<WholeQueue> {
  const { rest, ...queue } = await calls['queue.snapshot']({});
  const jobs = [...queue.jobs];
  for (let from = 0; from < rest.length; from += rowsAtOnce) {
    const more = await calls['queue.rows']({ jobIds: rest.slice(from, from + rowsAtOnce) });
    jobs.push(...more.jobs);
  }
  return { ...queue, jobs };
}
