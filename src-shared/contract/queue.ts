import { z } from 'zod';
import { jobViewSchema, progressSchema } from '../job/job-view.ts';
import { everyone, id, nothing } from './parts.ts';

/** So many rows cross in one message: thousands at once would keep everything else waiting while they are made. */
export const rowsAtOnce = 500;

/** The calls that read the queue; see `wholeQueue` for all of it. */
export const queueCalls = {
  /**
   * The queue as it is now: open jobs, and those that ended in this run. Of a long one the first rows and, in `rest`, the
   * ids of the others, whose rows `queue.rows` gives.
   */
  'queue.snapshot': {
    roles: everyone,
    input: nothing,
    output: z.object({
      seq: z.number().int(),
      jobs: z.array(jobViewSchema),
      rest: z.array(id),
      progress: z.array(progressSchema),
    }),
  },
  /** The rows of these jobs as they are now, in the same order; what has left the queue has none. */
  'queue.rows': {
    roles: everyone,
    input: z.object({ jobIds: z.array(id).min(1).max(rowsAtOnce) }),
    output: z.object({ jobs: z.array(jobViewSchema) }),
  },
} as const;
