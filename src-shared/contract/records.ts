import { z } from 'zod';
import { comparisonSchema } from '../history/comparison.ts';
import { fileCheckSchema, presenceSchema } from '../history/presence.ts';
import { everyone, id, nothing } from './parts.ts';

/** The calls about what is kept of a saved download besides its row, and about its file. */
export const recordCalls = {
  /** Where saved files are now; other jobs are left out. */
  'jobs.presence': {
    roles: everyone,
    input: z.object({ jobIds: z.array(id).min(1).max(200) }),
    output: z.object({ files: z.array(z.object({ jobId: id, presence: presenceSchema })) }),
  },
  /** Reads a saved file again and compares it with what was saved. `file-missing` or `folder-unavailable` where it isn't there. */
  'jobs.checkFile': {
    roles: everyone,
    input: z.object({ jobId: id }),
    output: fileCheckSchema,
  },
  /**
   * Finds a saved file that was moved in the folder where it is now, under whatever name, by its size and its SHA-256.
   * `file-missing` where it isn't there either.
   */
  'jobs.locate': {
    roles: everyone,
    input: z.object({ jobId: id, folder: z.string().min(1).max(4000) }),
    output: z.object({ folder: z.string(), fileName: z.string() }),
  },
  /**
   * What a saved zip was compared with; of long lists the first files only. `canCompare`: its server has a listing.
   * `job.compared` says when there is something new.
   */
  'jobs.comparison': {
    roles: everyone,
    input: z.object({ jobId: id }),
    output: comparisonSchema.extend({ canCompare: z.boolean() }),
  },
  /** Compares a saved zip with the server's listing as it is now. */
  'jobs.compare': { roles: everyone, input: z.object({ jobId: id }), output: nothing },
  /** Asks for the files of the listing that aren't in the zip; `jobId` of the answer is the new download's. */
  'jobs.fetchRest': { roles: everyone, input: z.object({ jobId: id }), output: z.object({ jobId: id }) },
  /** Saves a receipt beside the file, never over another one. `opens`: as a page in the browser, from where it is printed. */
  'jobs.saveReceipt': {
    roles: everyone,
    input: z.object({ jobId: id, form: z.enum(['html', 'json']), opens: z.boolean() }),
    output: z.object({ folder: z.string(), fileName: z.string() }),
  },
} as const;
