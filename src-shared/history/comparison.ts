import { z } from 'zod';
import { failureSchema } from '../failures/failure.ts';

/** Files that a result names; the rest is counted. */
export const mostTold = 1_000;
/** Missing files that are kept with their ids: so many can be asked for at once. */
export const mostMissing = 10_000;

const count = z.number().int().nonnegative();
const bytes = z.number().nonnegative();
/** Milliseconds since 1970. */
const moment = z.number();

/** A file of the server's listing that isn't in the zip. */
const missingFileSchema = z.object({
  id: z.string().min(1).max(200),
  path: z.string(),
  /** As the server says; null where it doesn't. */
  size: z.nullable(bytes),
});

/** What came of comparing a zip's directory with the server's own listing. */
export const listingComparisonSchema = z.discriminatedUnion('is', [
  /** It is done as soon as the server can be asked; `isAsked`: the user wants it, whatever the settings say. */
  z.object({ is: z.literal('due'), isAsked: z.boolean() }),
  z.object({
    is: z.literal('compared'),
    /** When the listing was complete. */
    at: moment,
    /** In the listing. */
    files: count,
    missing: z.object({ count, files: z.array(missingFileSchema).max(mostMissing) }),
    /** Of another size in the zip, although they weren't changed since they were asked for. */
    otherSize: z.object({
      count,
      files: z.array(z.object({ path: z.string(), listed: bytes, inZip: bytes })).max(mostTold),
    }),
    /** Came or changed after they were asked for, so that nobody can say whether they belong into the zip as they are. */
    newer: count,
    /** In the zip and not in the listing anymore. */
    gone: count,
  }),
  /** The listing changed while it was read, also at the second try: nothing can be said. */
  z.object({ is: z.literal('unsteady'), at: moment }),
  /** More files than are compared. */
  z.object({ is: z.literal('tooMany'), at: moment }),
  z.object({ is: z.literal('failed'), at: moment, failure: failureSchema }),
]);
export type ListingComparison = z.infer<typeof listingComparisonSchema>;

/** Every file of the listing is in the zip, with its size. */
export const isAllThere = (listing: ListingComparison): boolean =>
  listing.is === 'compared' && listing.missing.count === 0 && listing.otherSize.count === 0;

const changedFilesSchema = z.object({
  count,
  files: z.array(z.object({ path: z.string(), size: bytes })).max(mostTold),
});

/** How a zip differs from the last one that was saved of the same request. */
export const zipChangesSchema = z.object({
  /** The download that it is compared with, and when that was saved. */
  jobId: z.string(),
  since: moment,
  added: changedFilesSchema,
  /** Of the same path, with another size or CRC-32. */
  changed: changedFilesSchema,
  gone: changedFilesSchema,
});
export type ZipChanges = z.infer<typeof zipChangesSchema>;

/** Nothing came, went or became another. */
export const isUnchanged = ({ added, changed, gone }: ZipChanges): boolean =>
  added.count + changed.count + gone.count === 0;

/** What a saved zip was compared with; null for what wasn't. */
export const comparisonSchema = z.object({
  listing: z.nullable(listingComparisonSchema),
  changes: z.nullable(zipChangesSchema),
});
export type Comparison = z.infer<typeof comparisonSchema>;
