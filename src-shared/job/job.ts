import { z } from 'zod';
import { failureSchema, refusedItemSchema } from '../failures/failure.ts';
import { jobRequestSchema } from '../kinds/kind-table.ts';
import { longestJobName } from './job-name.ts';
import { savePathTemplateSchema } from '../settings.ts';
import { whenExistsSchema } from '../when-exists.ts';
import { phraseSchema, wordsSchema } from '../language/words.ts';

/** Something the server prepared for us. Made only by a create that prepared it; the one kind of id that may be cleaned up. */
export const preparedIdSchema = z.string().min(1).max(200).brand<'PreparedId'>();
export type PreparedId = z.infer<typeof preparedIdSchema>;

/** The user's own document, fetched as it is. It can never be cleaned up: no call takes it. */
export const contentRefSchema = z.object({
  documentId: z.string().min(1).max(200),
  name: z.string().max(longestJobName),
  /** Bytes, and when it was changed last (milliseconds since 1970), as far as the server said when it was requested. */
  size: z.number().nonnegative().optional(),
  modifiedAt: z.number().optional(),
});
export type ContentRef = z.infer<typeof contentRefSchema>;

/** Where the bytes of a job come from. */
export const sourceSchema = z.discriminatedUnion('from', [
  z.object({ from: z.literal('prepared'), prepared: preparedIdSchema }),
  z.object({ from: z.literal('content'), content: contentRefSchema }),
]);
export type Source = z.infer<typeof sourceSchema>;

/** How far the server says it is. Bytes are of the unpacked content. Null where it doesn't tell. */
export const countersSchema = z.object({
  filesDone: z.number().nonnegative().nullable(),
  filesTotal: z.number().nonnegative().nullable(),
  bytesDone: z.number().nonnegative().nullable(),
  bytesTotal: z.number().nonnegative().nullable(),
});
export type Counters = z.infer<typeof countersSchema>;

/** A step that a job can be sent back to: after a pause, a failure, a restart. */
export const resumePointSchema = z.discriminatedUnion('step', [
  z.object({ step: z.literal('queued') }),
  z.object({ step: z.literal('preparing'), prepared: preparedIdSchema }),
  z.object({
    step: z.literal('ready'),
    source: sourceSchema,
    counters: z.nullable(countersSchema),
    expiresAt: z.number().nullable(),
  }),
]);
export type ResumePoint = z.infer<typeof resumePointSchema>;

const readySchema = z.object({
  source: sourceSchema,
  /** The server's last counters: what the file must hold. Null for a single document. */
  counters: z.nullable(countersSchema),
  /** When the server throws the file away, as far as known. Milliseconds since 1970. */
  expiresAt: z.number().nullable(),
});

/** Who goes first, and whose share of a limited bandwidth is larger. */
export const prioritySchema = z.enum(['high', 'normal', 'low']);
export type Priority = z.infer<typeof prioritySchema>;

/** Where a job stands; each state carries only its own data. The machine in `job-machine.ts` alone moves it. */
export const jobStateSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('queued') }),
  /** The request is out or about to go out. `wish` is what the user asked for meanwhile. */
  z.object({ is: z.literal('asking'), wish: z.enum(['go', 'pause', 'cancel']) }),
  /** The request may have reached the server, the answer never came. Only the user can decide. */
  z.object({ is: z.literal('unsure') }),
  /** The server refused the request because of one of its things: Ferry finds out which. */
  z.object({ is: z.literal('sifting'), failure: failureSchema }),
  z.object({ is: z.literal('preparing'), prepared: preparedIdSchema }),
  z.object({ is: z.literal('planning'), prepared: preparedIdSchema, limit: z.number(), size: z.number() }),
  /** `why`: the user wanted each thing by itself, or all together were over the server's limit. Rows of old don't say. */
  z.object({
    is: z.literal('split'),
    children: z.array(z.string()),
    why: z.enum(['chosen', 'limit']).optional(),
  }),
  /* @__PURE__ */ readySchema.extend({ is: z.literal('ready') }),
  /* @__PURE__ */ readySchema.extend({ is: z.literal('downloading') }),
  /* @__PURE__ */ readySchema.extend({ is: z.literal('verifying') }),
  /** Saved before the rename: what a restart needs to find the file. */
  /* @__PURE__ */ readySchema.extend({
    is: z.literal('publishing'),
    name: z.string(),
    size: z.number(),
    sha256: z.string(),
    inode: z.string(),
    /** By a filing rule: folders inside the job's own that the file goes to, outermost first. */
    folders: z.array(z.string()).default([]),
    warnings: z.array(wordsSchema),
  }),
  z.object({ is: z.literal('paused'), resume: resumePointSchema }),
  z.object({ is: z.literal('failed'), failure: failureSchema, resume: resumePointSchema }),
  z.object({ is: z.literal('expired') }),
  z.object({ is: z.literal('cancelled') }),
  z.object({
    is: z.literal('saved'),
    folder: z.string(),
    fileName: z.string(),
    size: z.number(),
    sha256: z.string(),
    /** Sentences the user should read although the file is there. */
    warnings: z.array(wordsSchema),
  }),
]);
export type JobState = z.infer<typeof jobStateSchema>;
export type JobStateName = JobState['is'];

/** A row that is about to be removed: hidden, and until its time it can be restored. */
export const removalMarkSchema = z.object({
  /** Those that were marked together, and are restored together. */
  id: z.string().min(1).max(64),
  /** When it is carried out, milliseconds since 1970. */
  dueAt: z.number(),
  /** The saved file goes to the trash as well. */
  files: z.boolean(),
  /** It was paused by the mark, and continues when that is undone. */
  resumes: z.boolean(),
  /** It only leaves the lists of the queue: what is saved until then stays in the history. */
  fromList: z.optional(z.boolean()),
});
export type RemovalMark = z.infer<typeof removalMarkSchema>;

/** One thing asked of a server and the one file that comes of it. Times are milliseconds since 1970. */
export const jobSchema = z.object({
  id: z.string().min(1).max(64),
  connectionId: z.string().min(1).max(64),
  /** The account it was made with: no other may poll or fetch it. Null until the first answer. */
  account: z.string().max(200).nullable(),
  /** The job that was split into this one and its siblings. */
  parentId: z.string().nullable(),
  request: jobRequestSchema,
  /** What the list shows: a phrase of ours (`3 items from …`) until the server's own name is known. */
  name: z.union([z.string().min(1).max(longestJobName), phraseSchema]),
  /** What the user wants the file to be called; the server's name without it. */
  fileName: z.string().min(1).max(255).optional(),
  /** Folders inside the job's own that the file goes to, outermost first. */
  subfolders: z.array(z.string().min(1).max(255)).max(100).optional(),
  /** Where in its folder it goes and what it is called, as the settings were when it was asked for; rows of old have none. */
  filing: z.optional(savePathTemplateSchema),
  /** What was asked for at first, and is asked for no more because the server refused it. */
  leftOut: z.array(refusedItemSchema).max(10_000).optional(),
  /** Of this request; as the settings say without it. */
  whenExists: z.optional(whenExistsSchema),
  /** The folder the file goes to, an absolute path. */
  folder: z.string().min(1).max(4000),
  createdAt: z.number(),
  changedAt: z.number(),
  /** Place in the queue, smaller first. */
  order: z.number(),
  priority: z.optional(prioritySchema).default('normal'),
  /** Raised whenever work in flight is superseded; late events of an older run are dropped. */
  run: z.number().int(),
  /** Tries of the current step without progress. */
  attempt: z.number().int(),
  /** When the current step is tried again, or null for at once. */
  retryAt: z.number().nullable(),
  /** Why the last try failed, while another one is due. */
  lastFailure: z.nullable(failureSchema),
  /** How often what arrived was not what was announced. */
  corruptions: z.number().int(),
  /** How often it was asked again by itself because the server had thrown away what it prepared. */
  askedAgain: z.number().int().default(0),
  removal: z.optional(removalMarkSchema),
  /** It is over, and the user took it off the lists of the queue; the history has it. */
  unlisted: z.optional(z.boolean()),
  state: jobStateSchema,
});
export type Job = z.infer<typeof jobSchema>;

/** Whether the lists of the queue may show it: it isn't about to be removed, and wasn't taken off them. */
export function isListed({ removal, unlisted }: Pick<Job, 'removal' | 'unlisted'>): boolean {
  return !removal && !unlisted;
}
