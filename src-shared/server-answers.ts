import { z } from 'zod';
import { cutText } from './cut-text.ts';
import { failureSchema, storable } from './failures/failure.ts';
import type { Failure } from './failures/failure.ts';
import { contentRefSchema, countersSchema, preparedIdSchema } from './job/job.ts';
import { longestJobName } from './job/job-name.ts';

/*
 * What servers' adapters hand over, in the very form in which rows keep it: names are cut to what a row holds, and
 * whatever else wouldn't fit is refused where it comes in.
 */

/** A name that a server gave; null where it gave none, or only blanks. */
const nameSchema = z
  .string()
  .nullable()
  .transform((name) => (name === null || name.trim() === '' ? null : cutText(name, longestJobName)));

const contentSchema = z.object({
  ...contentRefSchema.shape,
  name: z.string().transform((name) => cutText(name, longestJobName)),
});

const storableFailureSchema = z.custom<Failure>().transform(storable).pipe(failureSchema);

/** What a create brought: something being prepared, or a document of the user's that needs no preparation. */
export const createdSchema = z.union([
  z.object({ prepared: preparedIdSchema, name: nameSchema }),
  z.object({ content: contentSchema }),
]);
export type Created = z.output<typeof createdSchema>;

/** What the server says of something it prepares. */
export const remoteStatusSchema = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('waiting'),
    counters: countersSchema,
    /** The server's own word for it, shown as it is. */
    word: z.string().transform((word) => cutText(word, 300)),
    /** Seconds the server asked us to wait. */
    retryAfter: z.number().nonnegative().optional(),
  }),
  z.object({
    is: z.literal('ready'),
    counters: countersSchema,
    /** The file's name, where the server tells it already. */
    name: nameSchema,
    /** When the server throws it away, milliseconds since 1970, as far as known. */
    expiresAt: z.number().nullable(),
  }),
  z.object({ is: z.literal('failed'), failure: storableFailureSchema }),
  z.object({ is: z.literal('cancelled'), counters: countersSchema }),
  z.object({ is: z.literal('tooLarge'), limit: z.number(), size: z.number() }),
  /** The server doesn't know it anymore. */
  z.object({ is: z.literal('gone') }),
]);
export type RemoteStatus = z.output<typeof remoteStatusSchema>;

/**
 * Why bytes fetched in two runs belong to one file: a strong ETag that both answers carried (RFC 9110 section 8.8.3),
 * or an object that doesn't change (same id, size and modified time, asked before and after).
 */
export const proofSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('etag'), etag: z.string() }),
  z.object({ by: z.literal('unchanged'), id: z.string(), size: z.number(), modifiedAt: z.string() }),
]);
export type Proof = z.output<typeof proofSchema>;

export const digestAlgorithmSchema = z.enum([
  'sha-256',
  'sha-512',
  'sha-1',
  'md5',
  'crc32',
  'crc32c',
  'crc64nvme',
]);
export type DigestAlgorithm = z.output<typeof digestAlgorithmSchema>;

/** What the server says that the whole file's bytes hash to. */
export const digestSchema = z.object({ algorithm: digestAlgorithmSchema, hex: z.string() });
export type Digest = z.output<typeof digestSchema>;

/** What is known of a response before its first byte. */
export const responseHeadSchema = z.object({
  /** The place in the file of the first byte that will be written. */
  offset: z.number().nonnegative(),
  /** The whole file's length, or null where the server didn't tell: then it can't be called whole by length alone. */
  total: z.number().nonnegative().nullable(),
  /** What a later resume can build on; null means it would have to start over. */
  proof: proofSchema.nullable(),
  /** The server's name for the file, raw. */
  name: nameSchema,
  /** What the server says of the whole file's bytes; nothing where it says nothing. */
  digests: z.array(digestSchema).optional(),
});
export type ResponseHead = z.output<typeof responseHeadSchema>;
