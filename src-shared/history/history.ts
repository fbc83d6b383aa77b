import { z } from 'zod';

const id = z.string().min(1).max(64);

/** How a download ended, as the history tells it apart; `noted` is saved with something to read. */
export const historyEndSchema = z.enum(['saved', 'noted', 'split', 'cancelled']);
export type HistoryEnd = z.infer<typeof historyEndSchema>;

/** What of the history is wanted; an empty list or null leaves nothing out. */
export const historyFilterSchema = z.object({
  ends: z.array(historyEndSchema).max(10).default([]),
  /** Ids of connections. */
  servers: z.array(id).max(1000).default([]),
  /** Ended at or after `from` and before `to`: milliseconds since 1970. */
  from: z.number().nullable().default(null),
  to: z.number().nullable().default(null),
  /** Sizes of saved files, both included. */
  smallest: z.number().nonnegative().nullable().default(null),
  largest: z.number().nonnegative().nullable().default(null),
  /** Endings of saved files' names: `zip`, `pdf`. */
  types: z.array(z.string().max(20)).max(100).default([]),
  /** How long the server prepared, in milliseconds, both included; what nothing was prepared for is left out. */
  shortest: z.number().nonnegative().nullable().default(null),
  longest: z.number().nonnegative().nullable().default(null),
  /** Kinds of failures of which one was on the way. */
  setbacks: z.array(z.string().max(40)).max(100).default([]),
});
export type HistoryFilter = z.infer<typeof historyFilterSchema>;

/** The whole history. */
export const everything: HistoryFilter = {
  ends: [],
  servers: [],
  from: null,
  to: null,
  smallest: null,
  largest: null,
  types: [],
  shortest: null,
  longest: null,
  setbacks: [],
};

/** Days of the calendar that end now, but for the last one. */
export const periodSchema = z.enum(['today', 'week', 'month', 'thisMonth', 'lastMonth', 'year', 'lastYear']);
export type Period = z.infer<typeof periodSchema>;

/** What somebody looks for again and again. A period takes the place of the filter's days. */
export const savedSearchSchema = z.object({
  name: z.string().trim().min(1).max(80),
  text: z.string().max(200),
  filter: historyFilterSchema,
  period: z.nullable(periodSchema),
});
export type SavedSearch = z.infer<typeof savedSearchSchema>;

/** How the history can be sorted; `ended` is when a job came to its end, `asked` the kind of export that it asked for. */
export const historySortSchema = z.object({
  by: z.enum(['name', 'state', 'size', 'ended', 'added', 'asked']),
  descending: z.boolean(),
});
export type HistorySort = z.infer<typeof historySortSchema>;

/** Where the words of a search were found in a download. */
export const whereFoundSchema = z.object({
  jobId: id,
  in: z.array(z.enum(['name', 'fileName', 'server', 'folder', 'type', 'asked', 'inside'])),
  /** A path in its zip that was found, and how many more there are; null where the words were all found elsewhere. */
  inside: z.object({ path: z.string(), more: z.number().int() }).nullable(),
  /** Of what was asked for, the one in which most of the words are; null where they are all elsewhere. */
  asked: z.string().nullable(),
});
export type WhereFound = z.infer<typeof whereFoundSchema>;
export type FoundPlace = WhereFound['in'][number];

/** Downloads that ended in a month of this machine's calendar: since when, milliseconds since 1970. */
export const monthCountSchema = z.object({ at: z.number(), count: z.number().int() });
export type MonthCount = z.infer<typeof monthCountSchema>;

/** How the history is written for other programs. */
export const historyFormatSchema = z.enum(['csv', 'json']);
export type HistoryFormat = z.infer<typeof historyFormatSchema>;
