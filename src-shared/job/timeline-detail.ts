import { z } from 'zod';
import { failureSchema, refusedItemsSchema } from '../failures/failure.ts';
import { wordsSchema } from '../language/words.ts';
import { timelineEntrySchema } from './job-view.ts';
import { countersSchema } from './job.ts';

/** What the log of a job has beside texts and numbers; earlier versions may have stored other things under these names. */
const timelineDetailSchema = z.looseObject({
  /** Why it happened. */
  reason: wordsSchema.optional().catch(undefined),
  failure: failureSchema.optional().catch(undefined),
  /** Why a part was made. */
  why: z.enum(['chosen', 'limit']).optional().catch(undefined),
  counters: countersSchema.nullable().optional().catch(undefined),
  refused: refusedItemsSchema.optional().catch(undefined),
  /** What the server was called, and was, when it took the request. */
  server: z
    .object({ name: z.string(), address: z.string(), version: z.string().nullable() })
    .optional()
    .catch(undefined),
});
export type TimelineDetail = z.infer<typeof timelineDetailSchema>;

/** An entry of which all is known that it has under these names. */
export const knownEntrySchema = timelineEntrySchema.extend({ detail: timelineDetailSchema });
export type KnownEntry = z.infer<typeof knownEntrySchema>;

/** The entries of a log without what in their details makes no sense to this version. */
export function knownEntries<Entry extends { detail: Record<string, unknown> }>(
  log: readonly Entry[],
): (Entry & { detail: TimelineDetail })[] {
  return log.map((entry) => ({ ...entry, detail: timelineDetailSchema.parse(entry.detail) }));
}
