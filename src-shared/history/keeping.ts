import { z } from 'zod';

/** How much of a server's history is kept; what is beyond that goes by itself. */
export const keepRuleSchema = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('age'),
    days: z.number().int().min(1).max(36_500),
    /** Their saved files go to the system's trash as well. */
    files: z.boolean(),
  }),
  z.object({
    by: z.literal('count'),
    /** So many of the newest stay. */
    downloads: z.number().int().min(1).max(1_000_000),
    files: z.boolean(),
  }),
]);
export type KeepRule = z.infer<typeof keepRuleSchema>;

/** What a rule leaves out now. */
export const beyondSchema = z.object({
  downloads: z.number().int().nonnegative(),
  /** When the newest of them ended, milliseconds since 1970; null where there are none. */
  newest: z.number().nullable(),
});
export type Beyond = z.infer<typeof beyondSchema>;
