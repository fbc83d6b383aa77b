/**
 * A backup: servers without their secrets, settings and finished downloads, as one JSON file. Without the downloads it is
 * what one colleague gives another. `write-backup.ts` writes it; what reads it takes one value after the other, as a
 * history may be longer than the memory.
 */
import { z } from 'zod';
import { comparisonSchema } from '../history/comparison.ts';
import { connectionSchema } from '../connection.ts';
import type { Connection } from '../connection.ts';
import { isFinal } from '../job/job-states.ts';
import { jobSchema } from '../job/job.ts';
import { timelineEntrySchema } from '../job/job-view.ts';
import { settingsSchema } from '../settings.ts';

/** The form of the file. A Ferry reads no newer one than its own. */
export const backupVersion = 1;

/** Bytes of the largest backup that is read: some hundred thousand downloads with all that happened to them. */
export const largestBackup = 2_000_000_000;

/** Servers in a backup at most. */
export const mostServers = 1_000;

/** A server without what only this computer or this moment knows: what it packs at most, whether it refused a password. */
export const backupServerSchema = connectionSchema.omit({ packLimit: true, refused: true });
export type BackupServer = z.infer<typeof backupServerSchema>;

/** Settings, as far as the file has them. */
export const backupSettingsSchema = settingsSchema.omit({ noticesSeenAt: true }).partial();
export type BackupSettings = z.infer<typeof backupSettingsSchema>;

const jobId = z
  .string()
  .regex(/^[\w.-]+$/)
  .max(60);

const count = z.number().int().nonnegative();

/** Base64 of the longest list of a zip's files in a backup: of a longer one only the download itself is carried. */
export const longestContents = 30_000_000;

/** What a zip lists, as it is kept beside its download. Whoever reads it proves it: nothing of it goes without saying. */
export const backupZipSchema = z.object({
  files: count,
  folders: count,
  bytes: z.number().nonnegative(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** The list's lines (`content-lines.ts`), gzipped, in Base64: 230 bytes for a zip of 20 files. */
  packed: z.base64().max(longestContents),
});
export type BackupZip = z.infer<typeof backupZipSchema>;

/** A finished download with all that happened to it. An unfinished one isn't part of a backup. */
export const backupEntrySchema = z.object({
  job: jobSchema
    .omit({ removal: true })
    .extend({ id: jobId, parentId: jobId.nullable() })
    .refine((job) => isFinal(job), { path: ['state'] }),
  timeline: z.array(timelineEntrySchema).max(100_000).default([]),
  contents: z.optional(backupZipSchema),
  comparison: z.optional(comparisonSchema),
});
export type BackupEntry = z.infer<typeof backupEntrySchema>;

/** The whole file. */
export const backupSchema = z.object({
  ferryBackup: z.literal(backupVersion),
  /** ISO 8601, UTC. */
  madeAt: z.iso.datetime(),
  /** `Ferry 1.2.3`. */
  madeBy: z.string().max(100),
  settings: backupSettingsSchema.optional(),
  servers: z.array(backupServerSchema).max(mostServers),
  history: z.array(backupEntrySchema).optional(),
});

/** Where a value of the file stands. */
export type BackupPlace = keyof z.infer<typeof backupSchema>;

/** A value of the file as it was read: of lists each of their own. */
export interface BackupValue {
  at: BackupPlace;
  value: unknown;
}

const importedMark = 'i.';

/** The id of a download that was imported. The same one again has the same, so that it is known. */
export function importedId(id: string): string {
  return id.startsWith(importedMark) ? id : `${importedMark}${id}`;
}

/** The id that a download had where it was made. */
export function originalId(id: string): string {
  return id.startsWith(importedMark) ? id.slice(importedMark.length) : id;
}

/** A connection as a backup has it. */
export function backupServer(connection: Connection): BackupServer {
  return backupServerSchema.parse(connection);
}
