import { z } from 'zod';
import { prioritySchema } from '../job/job.ts';
import { jobRequestSchema } from '../kinds/kind-table.ts';
import { bulkActionSchema, jobActionSchema, jobViewSchema, zipPageSchema } from '../job/job-view.ts';
import { knownEntrySchema } from '../job/timeline-detail.ts';
import { wordsSchema } from '../language/words.ts';
import {
  everything,
  historyFilterSchema,
  historySortSchema,
  monthCountSchema,
  whereFoundSchema,
} from '../history/history.ts';
import { beyondSchema, keepRuleSchema } from '../history/keeping.ts';
import { historyPlotsSchema } from '../history/history-plots.ts';
import { pendingRemovalSchema } from '../removal.ts';
import { whenExistsSchema } from '../when-exists.ts';
import { serverItemSchema } from '../server-items.ts';
import { everyone, id, nothing } from './parts.ts';

/** What was pasted to request it; one line may hold thousands of ids. */
const pastedLines = z.array(z.string().max(500_000)).max(10_000);

/** The calls about jobs and the history. */
export const jobCalls = {
  /** Asks for documents and folders by id, path or pasted address. `notes` say what was merged or left out. */
  'jobs.create': {
    roles: everyone,
    input: z.object({
      connectionId: id,
      items: pastedLines.min(1),
      folder: z.string().min(1).max(4000),
      /** What is known of them already, so that it isn't asked again. */
      known: z.array(serverItemSchema).max(10_000).optional(),
      /** Each thing becomes a download of its own, below folders as on the server; `jobId` is the group's then. */
      each: z.boolean().optional(),
      /** What the file is to be called; empty leaves it to the server. */
      fileName: z.string().max(255).optional(),
      /** Where its name is taken; as the settings say without it. */
      whenExists: whenExistsSchema.optional(),
      /** Folders inside `folder`, with slashes between them. */
      subfolder: z.string().max(1000).optional(),
    }),
    output: z.object({ jobId: id, notes: z.array(wordsSchema) }),
  },
  /** Asks a Bridge for an export. `info` is JSON text, or empty. */
  'jobs.createExport': {
    roles: everyone,
    input: z.object({
      connectionId: id,
      downloadType: z.string().max(200),
      info: z.string().max(100_000),
      folder: z.string().min(1).max(4000),
      whenExists: whenExistsSchema.optional(),
    }),
    output: z.object({ jobId: id }),
  },
  /** Kinds of exports that were asked of a connection before, the last one first. */
  'jobs.exportTypes': {
    roles: everyone,
    input: z.object({ connectionId: id }),
    output: z.object({
      types: z.array(z.string()),
      /** The last export of each, by type and parameters, that the server didn't refuse; the newest first. */
      exports: z
        .array(
          z.object({
            downloadType: z.string(),
            /** JSON text, or empty. */
            info: z.string(),
            jobId: id,
            /** When it was saved, or else changed last: milliseconds since 1970. */
            at: z.number(),
            isSaved: z.boolean(),
          }),
        )
        .default([]),
    }),
  },
  /** An open or saved job that asks for the same things of the same connection, or null. `count` is how many things those are. */
  'jobs.similar': {
    roles: everyone,
    input: z.object({ connectionId: id, items: pastedLines }),
    output: z.object({ job: jobViewSchema.nullable(), count: z.number().int() }),
  },
  /** What a job asks for, whole, and where it saves: to be asked for in another way. */
  'jobs.request': {
    roles: everyone,
    input: z.object({ jobId: id }),
    output: z.object({ request: jobRequestSchema, folder: z.string() }),
  },
  /** Where a download's file will go by the rules as they are now: the folder, with those inside it that the rule names. */
  'jobs.target': {
    roles: everyone,
    input: z.object({ jobId: id }),
    output: z.object({ folder: z.string(), inside: z.array(z.string()) }),
  },
  'jobs.act': {
    roles: everyone,
    input: z.object({ jobId: id, action: jobActionSchema }),
    output: nothing,
  },
  /** The same for several; those that it doesn't fit are left as they are. `count` is how many it changed. */
  'jobs.actOnMany': {
    roles: everyone,
    input: z.object({ jobIds: z.array(id).min(1).max(1000), action: bulkActionSchema }),
    output: z.object({ count: z.number().int() }),
  },
  /** Opens a saved file. A kind that can run programs is refused with `risky-file` until it is confirmed. */
  'jobs.open': {
    roles: everyone,
    input: z.object({ jobId: id, confirmed: z.boolean() }),
    output: nothing,
  },
  /** Puts jobs before another one in the queue, keeping their own order; null puts them last. */
  'jobs.move': {
    roles: everyone,
    input: z.object({ jobIds: z.array(id).min(1).max(1000), before: id.nullable() }),
    output: nothing,
  },
  'jobs.setPriority': {
    roles: everyone,
    input: z.object({ jobIds: z.array(id).min(1).max(1000), priority: prioritySchema }),
    output: nothing,
  },
  /** Another folder for a job that isn't saved yet. What was fetched is fetched again. */
  'jobs.setFolder': {
    roles: everyone,
    input: z.object({ jobId: id, folder: z.string().min(1).max(4000) }),
    output: nothing,
  },
  /** Removes rows from the list for good; `files` moves the saved files to the system's trash first. */
  'jobs.remove': {
    roles: everyone,
    input: z.object({ jobIds: z.array(id).min(1).max(1000), files: z.boolean() }),
    // `kept`: what is just being asked for or saved is only cancelled, and stays until that is over.
    output: z.object({ removed: z.number().int(), kept: z.number().int(), trashed: z.number().int() }),
  },
  /**
   * Removes rows in some seconds, unless `jobs.takeBack` comes first: until then they are paused where they can be, and
   * out of sight. `fromList`: only from the lists of the queue; the history keeps what is over. The same `removalId`, which the screen makes up, adds more of them. After a crash the next
   * run goes on with it.
   */
  'jobs.removeLater': {
    roles: everyone,
    input: z.object({
      removalId: id,
      jobIds: z.array(id).min(1).max(1000),
      files: z.boolean(),
      fromList: z.boolean(),
    }),
    output: nothing,
  },
  /** Has the rows of a removal stay, as they were before. `count` is how many; 0 where it is too late. */
  'jobs.takeBack': {
    roles: everyone,
    input: z.object({ removalId: id }),
    output: z.object({ count: z.number().int() }),
  },
  /** What can be undone, the latest last. */
  'removals.list': {
    roles: everyone,
    input: nothing,
    output: z.object({ removals: z.array(pendingRemovalSchema) }),
  },
  /** Names in a saved zip, from its directory, that hold all words of `text`. */
  'jobs.zipEntries': {
    roles: everyone,
    input: z.object({
      jobId: id,
      text: z.string().max(200),
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(500),
    }),
    output: zipPageSchema,
  },
  'jobs.actOnAll': {
    roles: everyone,
    input: z.object({ action: z.enum(['pause', 'resume']) }),
    output: z.object({ count: z.number().int() }),
  },
  'jobs.timeline': {
    roles: everyone,
    input: z.object({ jobId: id }),
    output: z.object({ entries: z.array(knownEntrySchema) }),
  },

  /**
   * Final jobs, newest first or as `sort` says; each word of `text` is in the name, the server's name, the folder, the
   * type, what was asked for or a name inside the zip, and `found` says where. One of under three letters narrows what
   * was found, unless nothing would be left. `months` are of all that was found, where it is in the order of time.
   */
  'history.query': {
    roles: everyone,
    input: z.object({
      text: z.string().max(200),
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(200),
      sort: historySortSchema.nullable().default(null),
      /** Ids to leave out and not to count. */
      without: z.array(id).max(10_000).default([]),
      filter: historyFilterSchema.default(everything),
    }),
    output: z.object({
      jobs: z.array(jobViewSchema),
      total: z.number().int(),
      found: z.array(whereFoundSchema),
      months: z.array(monthCountSchema),
    }),
  },
  /** What a rule for keeping would remove of a server's history now. */
  'history.beyond': {
    roles: everyone,
    input: z.object({ connectionId: id, rule: keepRuleSchema }),
    output: beyondSchema,
  },
  /** What is plotted of the downloads that `history.query` finds. */
  'history.plots': {
    roles: everyone,
    input: z.object({
      text: z.string().max(200),
      without: z.array(id).max(10_000).default([]),
      filter: historyFilterSchema.default(everything),
    }),
    output: historyPlotsSchema,
  },
} as const;
