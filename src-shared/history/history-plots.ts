import { z } from 'zod';

const count = z.number().int().nonnegative();
const milliseconds = z.number().nonnegative();

/** What ended in a stretch of time. */
export const timeBarSchema = z.object({
  /** From then on and before then, milliseconds since 1970. */
  from: z.number(),
  to: z.number(),
  downloads: count,
  /** Of saved files. */
  bytes: z.number().nonnegative(),
  /** How long servers prepared, and how long bytes came, as far as it is known. */
  prepared: milliseconds,
  fetched: milliseconds,
});
export type TimeBar = z.infer<typeof timeBarSchema>;

/** Downloads of a server that are alike in their size and in how long they were prepared; the ends are included. */
export const spotSchema = z.object({
  server: z.string(),
  downloads: count,
  smallest: z.number().nonnegative(),
  largest: z.number().nonnegative(),
  shortest: milliseconds,
  longest: milliseconds,
});
export type Spot = z.infer<typeof spotSchema>;

/** What is plotted of downloads in the history: sums, never one line for each download. */
export const historyPlotsSchema = z.object({
  /** How long each of `times` is, by this machine's calendar. */
  unit: z.enum(['day', 'week', 'month', 'year']),
  /** One after the other, from the first end to the last one, those without any end among them. */
  times: z.array(timeBarSchema),
  spots: z.array(spotSchema),
  /** Downloads with a kind of failure on their way, the most frequent kind first. */
  setbacks: z.array(z.object({ kind: z.string(), downloads: count })),
  /** Kinds of files in the whole history, the most frequent first. */
  types: z.array(z.object({ type: z.string(), downloads: count })),
});
export type HistoryPlots = z.infer<typeof historyPlotsSchema>;
export type TimeUnit = HistoryPlots['unit'];
