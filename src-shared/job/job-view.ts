import { z } from 'zod';
import { askedSchema, connectionKindSchema } from '../kinds/kind-table.ts';
import { countersSchema, jobStateSchema, prioritySchema } from './job.ts';
import { phraseSchema } from '../language/words.ts';
import { waitingForSchema } from './waiting.ts';

/** What a user can do to a job; which of them is decided by `core/job-view.ts` from the state. */
export const jobActionSchema = z.enum([
  'pause',
  'resume',
  'cancel',
  'retry',
  'askAgain',
  /** Without what the server refused. */
  'downloadRest',
  /** Another download of the same things to the same folder. */
  'again',
  'keepWaiting',
  'open',
  'reveal',
  'moveFirst',
  'remove',
]);
export type JobAction = z.infer<typeof jobActionSchema>;

/** What can be done to several jobs at once. */
export const bulkActionSchema = /* @__PURE__ */ jobActionSchema.extract([
  'pause',
  'resume',
  'cancel',
  'retry',
  'askAgain',
  'again',
  'moveFirst',
]);
export type BulkAction = z.infer<typeof bulkActionSchema>;

/** A file in a zip. */
export const zipEntrySchema = z.object({
  /** Its path in the zip, as text to show. */
  path: z.string(),
  /** Bytes unpacked. */
  size: z.number().nonnegative(),
  /** Milliseconds since 1970. */
  modifiedAt: z.number(),
});
export type ZipEntry = z.infer<typeof zipEntrySchema>;

/** Some of the files in a zip, with what is known of all that were looked for. */
export const zipPageSchema = z.object({
  entries: z.array(zipEntrySchema),
  total: z.number().int(),
  /** Of all of them, unpacked. */
  bytes: z.number().nonnegative(),
});
export type ZipPage = z.infer<typeof zipPageSchema>;

/** A row of the queue or the history: all that a list shows, and nothing to look up. */
export const jobViewSchema = z.object({
  id: z.string(),
  connectionId: z.string(),
  connectionName: z.string(),
  kind: connectionKindSchema,
  name: z.string(),
  /**
   * Those of its names that are words of ours, to be said in the language of whoever shows them: `name`,
   * `connectionName` and `group` have them as the host says them.
   */
  ownNames: z
    .object({ name: phraseSchema, connectionName: phraseSchema, group: phraseSchema })
    .partial()
    .optional(),
  asked: askedSchema,
  /** As whom. */
  account: z.string().nullable(),
  /** The download that was split into this one and others; null where it stands for itself. */
  group: z.object({ id: z.string(), name: z.string() }).nullable(),
  folder: z.string(),
  /** Folders inside it that were asked for with it, outermost first. */
  subfolders: z.array(z.string()).optional(),
  createdAt: z.number(),
  changedAt: z.number(),
  order: z.number(),
  priority: prioritySchema,
  state: jobStateSchema,
  waitingFor: z.nullable(waitingForSchema),
  /** The file's size in bytes as soon as it is known. */
  size: z.number().nullable(),
  /** When the server throws the file away, milliseconds since 1970. */
  expiresAt: z.number().nullable(),
  /** In the order in which to offer them. */
  actions: z.array(jobActionSchema),
});
export type JobView = z.infer<typeof jobViewSchema>;

/** How far a job is. Not state: kept in memory, sent at most 4 times a second a job, never stored. */
export const progressSchema = z.discriminatedUnion('phase', [
  z.object({
    phase: z.literal('preparing'),
    jobId: z.string(),
    counters: countersSchema,
    /** The server's own word. */
    word: z.string(),
    /** When Ferry asks the server again, milliseconds since 1970. */
    nextPollAt: z.number().nullable(),
    /** When this preparation began, milliseconds since 1970. */
    since: z.number(),
    /** How long this server usually takes for the like, in milliseconds; null where that isn't known. */
    usually: z.number().nullable(),
  }),
  z.object({
    phase: z.literal('downloading'),
    jobId: z.string(),
    bytes: z.number(),
    total: z.number().nullable(),
    /** Bytes a second over the last seconds. */
    rate: z.number(),
    secondsLeft: z.number().nullable(),
  }),
  z.object({ phase: z.literal('verifying'), jobId: z.string(), bytes: z.number(), total: z.number() }),
]);
export type Progress = z.infer<typeof progressSchema>;

/** One line of a job's timeline. */
export const timelineEntrySchema = z.object({
  at: z.number(),
  event: z.string(),
  from: z.string(),
  to: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;
