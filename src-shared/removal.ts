import { z } from 'zod';
import { wordsSchema } from './language/words.ts';

/** Rows that are about to be removed together, and can still be restored together. */
export const pendingRemovalSchema = z.object({
  id: z.string(),
  /** How many rows. */
  count: z.number().int(),
  /** What it is called, where it is one. */
  name: wordsSchema.nullable(),
  /** Their saved files go to the trash as well. */
  files: z.boolean(),
  /** They leave the lists of the queue, rather than the history. */
  fromList: z.boolean(),
  /** How many of them the history keeps. */
  kept: z.number().int(),
  /** How many of them weren't finished, and don't go on. */
  stops: z.number().int(),
  /** When it is too late, milliseconds since 1970. */
  until: z.number(),
});
export type PendingRemoval = z.infer<typeof pendingRemovalSchema>;
