import { z } from 'zod';
import { refusedItemSchema } from '../failures/failure.ts';
import { refusedNames } from '../failures/failure-phrases.ts';
import type { Job } from '../job/job.ts';
import type { TimelineEntry } from '../job/job-view.ts';
import { fetchTime, prepareTime } from '../job/job-spans.ts';
import { serverThen } from '../job/server-then.ts';
import { knownEntries } from '../job/timeline-detail.ts';
import { t, said } from '../language/index.ts';
import type { Comparison } from './comparison.ts';
import type { ContentEntry } from './content-lines.ts';
import { listingWords } from './comparison-words.ts';
import { kindReceiptOf, receiptAskedSchema } from './kind-receipts.ts';

/** Files of a zip that a receipt lists; of more it has their count and a digest over the list. */
export const mostListed = 100_000;

const time = z.iso.datetime().meta({ description: 'ISO 8601, UTC.' });
const count = z.number().int().nonnegative();
const bytes = z.number().nonnegative();
const filesSchema = z.object({
  count,
  files: z
    .array(z.object({ path: z.string(), size: bytes.nullable() }))
    .meta({ description: 'The first of them.' }),
});
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const entrySchema = z.object({
  path: z.string(),
  size: bytes.meta({ description: 'Bytes unpacked.' }),
  crc32: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .meta({ description: 'CRC-32 of the unpacked bytes.' }),
});

const listingSchema = z
  .object({
    at: time.meta({ description: 'When the listing was complete.' }),
    result: z.enum(['compared', 'unsteady', 'tooMany', 'failed']).meta({
      description: 'unsteady: it changed while it was read. tooMany: more files than are compared.',
    }),
    words: z.string(),
    files: count.nullable().meta({ description: 'In the listing; null unless they were compared.' }),
    missing: filesSchema.meta({ description: 'In the listing and not in the file.' }),
    otherSize: filesSchema.meta({ description: 'Of another size in the file; here as they were listed.' }),
    newer: count.meta({ description: 'Came or changed after they were asked for.' }),
    gone: count.meta({ description: 'In the file and not in the listing anymore.' }),
  })
  .nullable()
  .default(null)
  .meta({ description: 'The server’s own listing that the file was compared with; null where it wasn’t.' });

const changesSchema = z
  .object({
    download: z.string().meta({ description: 'The earlier download of the same.' }),
    since: time.meta({ description: 'When that was saved.' }),
    added: filesSchema,
    changed: filesSchema.meta({ description: 'Of the same path, with another size or CRC-32.' }),
    gone: filesSchema,
  })
  .nullable()
  .default(null)
  .meta({
    description: 'How the file differs from the one before of the same request; null where there is none.',
  });

/** What Ferry saw of a download that it saved; `docs/receipt.schema.json` is made of this. */
export const receiptSchema = z
  .object({
    receipt: z.literal(1).meta({ description: 'The form of this document.' }),
    note: z.string().meta({ description: 'That this is a record and no signature.' }),
    made: z.object({ at: time, by: z.string() }),
    download: z.object({ id: z.string(), name: z.string() }),
    asked: receiptAskedSchema.meta({ description: 'What was asked of the server.' }),
    account: z.string().nullable().meta({ description: 'As whom; null where the server never told.' }),
    server: z.object({
      name: z.string().meta({ description: 'What the user calls it.' }),
      address: z.string().nullable(),
      version: z.string().nullable().meta({ description: 'Null where it wasn’t told.' }),
    }),
    times: z.object({
      added: time,
      asked: time.nullable().meta({ description: 'When the server had taken the request.' }),
      ready: time.nullable(),
      fetched: time.nullable().meta({ description: 'When all bytes had come.' }),
      saved: time,
      preparingSeconds: bytes.nullable(),
      fetchingSeconds: bytes.nullable(),
    }),
    announced: z
      .object({ files: count.nullable(), bytes: bytes.nullable() })
      .meta({ description: 'What the server said it would pack, unpacked.' }),
    file: z.object({ name: z.string(), folder: z.string(), size: bytes, sha256 }),
    contents: z
      .object({
        files: count,
        folders: count,
        bytes,
        digest: sha256.meta({
          description:
            'SHA-256 over UTF-8 text: for each file, in the zip’s order, its size, a blank, its CRC-32, a blank, its path, and a line feed; in paths backslash, line feed and carriage return are written \\\\, \\n and \\r.',
        }),
        entries: z
          .array(entrySchema)
          .nullable()
          .meta({
            description: `The files in the zip’s order; null where they are more than ${mostListed}.`,
          }),
      })
      .nullable()
      .meta({ description: 'What the zip’s directory lists; null for what is no zip.' }),
    leftOut: z
      .array(
        z.object({
          files: count,
          why: z.string(),
          items: z
            .array(refusedItemSchema)
            .optional()
            .meta({ description: 'What was asked for and refused.' }),
        }),
      )
      .meta({
        description:
          'What was asked for and the server refused, and files that it announced and didn’t pack.',
      }),
    listing: listingSchema,
    changes: changesSchema,
    warnings: z.array(z.string()),
  })
  .meta({ title: 'Receipt of a download', description: 'What Ferry saw of a download that it saved.' });
export type Receipt = z.infer<typeof receiptSchema>;

/** What a receipt is made from. */
export interface ReceiptSources {
  job: Job;
  log: readonly TimelineEntry[];
  /** As the connection is called and reached now: used where the log doesn't tell how it was. */
  server: { name: string; address: string | null };
  contents: { files: number; folders: number; bytes: number; digest: string } | null;
  /** Those of the contents, where they are few enough to be listed; else they aren't looked at. */
  entries: readonly ContentEntry[];
  comparison: Comparison | null;
  /** Milliseconds since 1970. */
  now: number;
  version: string;
}

/** A saved job's receipt, or null for any other. Nothing is in it that wasn't seen. */
export function receiptOf(sources: ReceiptSources): Receipt | null {
  const { job, log, contents, comparison, now, version } = sources;
  const { state } = job;
  if (state.is !== 'saved') return null;
  const announced = announcedOf(log);
  return {
    receipt: 1,
    note: t('receipt.note'),
    made: { at: iso(now), by: `Ferry ${version}` },
    download: { id: job.id, name: said(job.name) },
    asked: kindReceiptOf(job.request.kind).askedOf(job.request),
    account: job.account,
    server: serverOf(sources),
    times: timesOf(job, log),
    announced,
    file: { name: state.fileName, folder: state.folder, size: state.size, sha256: state.sha256 },
    contents: contents && {
      files: contents.files,
      folders: contents.folders,
      bytes: contents.bytes,
      digest: contents.digest,
      entries: contents.files > mostListed ? null : [...sources.entries],
    },
    leftOut: leftOutOf(job, announced.files, contents?.files ?? null),
    listing: listingOf(comparison?.listing ?? null),
    changes: changesOf(comparison?.changes ?? null),
    warnings: state.warnings.map(said),
  };
}

/** What the server refused of the request, and what it announced and left out of its zip. */
function leftOutOf(
  { leftOut = [] }: Job,
  announced: number | null,
  found: number | null,
): Receipt['leftOut'] {
  const missing = announced !== null && found !== null ? announced - found : 0;
  return [
    ...(leftOut.length > 0
      ? [{ files: leftOut.length, why: said(refusedNames(leftOut)), items: leftOut }]
      : []),
    ...(missing > 0 ? [{ files: missing, why: t('receipt.leftOut') }] : []),
  ];
}

function listingOf(listing: Comparison['listing']): Receipt['listing'] {
  if (!listing || listing.is === 'due') return null;
  const none = { count: 0, files: [] };
  const told = { at: iso(listing.at), result: listing.is, words: said(listingWords(listing)) };
  if (listing.is !== 'compared')
    return { ...told, files: null, missing: none, otherSize: none, newer: 0, gone: 0 };
  const { files, newer, gone, missing, otherSize } = listing;
  return {
    ...told,
    files,
    missing: { count: missing.count, files: missing.files.map(({ path, size }) => ({ path, size })) },
    otherSize: {
      count: otherSize.count,
      files: otherSize.files.map(({ path, listed }) => ({ path, size: listed })),
    },
    newer,
    gone,
  };
}

function changesOf(changes: Comparison['changes']): Receipt['changes'] {
  if (!changes) return null;
  const { jobId, since, added, changed, gone } = changes;
  return { download: jobId, since: iso(since), added, changed, gone };
}

const iso = (at: number): string => new Date(at).toISOString();

const lastOf = (log: readonly TimelineEntry[], ...events: string[]): TimelineEntry | undefined =>
  log.findLast(({ event }) => events.includes(event));

function timesOf(job: Job, log: readonly TimelineEntry[]): Receipt['times'] {
  const at = (entry: TimelineEntry | undefined): string | null => (entry ? iso(entry.at) : null);
  const seconds = (milliseconds: number): number | null =>
    log.length > 0 ? Math.round(milliseconds / 100) / 10 : null;
  return {
    added: iso(job.createdAt),
    asked: at(lastOf(log, 'accepted', 'acceptedReady')),
    ready: at(lastOf(log, 'becameReady', 'acceptedReady')),
    fetched: at(lastOf(log, 'finished')),
    saved: iso(job.changedAt),
    preparingSeconds: seconds(prepareTime(log, job.changedAt)),
    fetchingSeconds: seconds(fetchTime(log, job.changedAt)),
  };
}

const countersSchema = z.object({ filesTotal: count.nullable(), bytesTotal: bytes.nullable() });

function announcedOf(log: readonly TimelineEntry[]): Receipt['announced'] {
  const told = countersSchema.safeParse(lastOf(log, 'becameReady')?.detail['counters']);
  if (!told.success) return { files: null, bytes: null };
  return { files: told.data.filesTotal, bytes: told.data.bytesTotal };
}

function serverOf({ log, server }: ReceiptSources): Receipt['server'] {
  return serverThen(knownEntries(log)) ?? { ...server, version: null };
}

/** The line of a file that `sha256sum -c` takes: its name alone, escaped as that program does. */
export function checksumLine({ name, sha256 }: Receipt['file']): string {
  const escaped = name.replace(/[\\\n\r]/g, (sign) => ({ '\\': '\\\\', '\n': '\\n' })[sign] ?? '\\r');
  return `${escaped === name ? '' : '\\'}${sha256}  ${escaped}\n`;
}
