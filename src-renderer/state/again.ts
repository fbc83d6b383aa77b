import { t } from '../../src-shared/language/index.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { QueueRows } from './queue-rows.ts';

/** So long a second press is the same wish: a double one, or a key held down. Milliseconds. */
const moment = 1_000;

const wishOf = ({ connectionId, asked }: JobView): string => connectionId + JSON.stringify(asked);

/** What asks for a download again, once within a moment, and tells what there is to say of it; `rows` are those of the queue. */
export function createAgain(
  act: (jobId: string, action: 'again') => Promise<boolean>,
): (job: JobView, rows: QueueRows) => Promise<string | null> {
  const just = new Set<string>();
  return async (job, rows) => {
    const { id, name } = job;
    if (just.has(id)) return null;
    just.add(id);
    setTimeout(() => just.delete(id), moment);
    const isThere = [...rows.values()].some((row) => !isFinal(row) && wishOf(row) === wishOf(job));
    if (!(await act(id, 'again'))) return null;
    return t(isThere ? 'queue.inQueueTwice' : 'queue.inQueueAgain', { name });
  };
}
