import { z } from 'zod';
import { jobSchema, preparedIdSchema } from '../../../src-shared/job/job.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { digestSchema, proofSchema } from '../../../src-shared/server-answers.ts';
import { boundTimes } from '../../../src-shared/time-bounds.ts';
import type { CleanUp, LogEntry, Output } from '../../core/ports.ts';
import { RefusedRowError } from '../../core/ports/store.ts';

const logEntrySchema: z.ZodType<LogEntry> = z.object({
  jobId: z.string(),
  at: z.number(),
  event: z.string(),
  from: z.string(),
  to: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

const outputSchema: z.ZodType<Output> = z.object({
  jobId: z.string(),
  folder: z.string(),
  part: z.string(),
  volume: z.string().nullable().default(null),
  sourceId: z.string(),
  total: z.number().nullable(),
  proof: proofSchema.nullable(),
  name: z.string().nullable(),
  durable: z.number().nonnegative(),
  pieces: z.array(z.string()).default([]),
  tail: z.string().nullable().default(null),
  digests: z.array(digestSchema).default([]),
  sha256: z.string().nullable().default(null),
  whole: z.boolean(),
});

const cleanUpSchema: z.ZodType<CleanUp> = z.object({
  jobId: z.string(),
  connectionId: z.string(),
  prepared: preparedIdSchema,
  how: z.enum(['cancel', 'ending', 'delete']),
  attempts: z.number(),
  dueAt: z.number(),
  createdAt: z.number(),
});

/** What the store keeps, one kind of row to a table. */
export interface Kept {
  jobs: Job;
  job_log: LogEntry;
  outputs: Output;
  clean_ups: CleanUp;
}
export type Table = keyof Kept;

const schemas: { [T in Table]: z.ZodType<Kept[T]> } = {
  jobs: jobSchema,
  job_log: logEntrySchema,
  outputs: outputSchema,
  clean_ups: cleanUpSchema,
};

/** The text that is stored. What couldn't be read back is refused now (`RefusedRowError`) and not found out at the next start. */
export function encode<T extends Table>(table: T, value: Kept[T]): string {
  const parsed = schemas[table].safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = issue?.path.join('.') ?? '';
    throw new RefusedRowError({
      kind: 'internal',
      detail: phrase('failureDetails.kept.row', { table, place, fault: issue?.message.slice(0, 200) ?? '' }),
    });
  }
  try {
    return JSON.stringify(parsed.data);
  } catch (error) {
    const fault = String(error).slice(0, 200);
    throw new RefusedRowError({
      kind: 'internal',
      detail: phrase('failureDetails.kept.unwritable', { table, fault }),
    });
  }
}

/**
 * The stored thing, or null when the text isn't one.
 *
 * @param now times are brought inside of their bounds by it; left as they are without it
 */
export function decode<T extends Table>(table: T, text: string, now?: number): Kept[T] | null {
  try {
    const parsed = schemas[table].safeParse(JSON.parse(text));
    if (!parsed.success) return null;
    return now === undefined ? parsed.data : boundTimes(parsed.data, now);
  } catch {
    return null;
  }
}
