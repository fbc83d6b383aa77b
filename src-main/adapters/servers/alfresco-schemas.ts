import { z } from 'zod';
import { cutText } from '../../../src-shared/cut-text.ts';
import { longestJobName } from '../../../src-shared/job/job-name.ts';
import type { Counters } from '../../../src-shared/job/job.ts';
import { pathIdSchema } from './path-id.ts';

/*
 * What Ferry reads of Alfresco's answers; everything else is dropped. Shapes: the REST API's own specification
 * (alfresco-core.yaml, alfresco-discovery.yaml).
 */

/** A document, a folder, or something prepared. Asked for with `nodeFields`. */
export const nodeSchema = z.object({
  id: pathIdSchema,
  name: z.string().transform((name) => cutText(name, longestJobName)),
  isFile: z.boolean().default(false),
  isFolder: z.boolean().default(false),
  modifiedAt: z.string().max(100).default(''),
  content: z
    .object({ sizeInBytes: z.number().int().nonnegative(), mimeType: z.string().max(300).default('') })
    .nullish()
    .transform((content) => content ?? null),
});
export type Node = z.infer<typeof nodeSchema>;
export const nodeFields = 'fields=id,name,isFile,isFolder,modifiedAt,content';

export const nodeEntrySchema = z.object({ entry: nodeSchema });

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The name of something prepared; null where it is an id, as some versions have it: what was asked for says more. */
export function preparedName({ id, name }: Node): string | null {
  const stem = name.replace(/\.zip$/i, '');
  return stem === '' || stem === id || uuid.test(stem) ? null : name;
}

/** A page of a folder's children. `totalItems` may be absent, so that only `hasMoreItems` says whether there is more. */
export const childrenSchema = z.object({
  list: z.object({
    pagination: z.object({ hasMoreItems: z.boolean() }),
    entries: z.array(nodeEntrySchema),
  }),
});

/** Nobody's work hangs on how far a server says that it is: what is no count is none. */
const countSchema = z.number().catch(-1);

/** Something being prepared. Bytes are of the unpacked content. */
export const downloadSchema = z.object({
  entry: z.object({
    id: pathIdSchema,
    status: z.string().min(1).max(100),
    filesAdded: countSchema,
    totalFiles: countSchema,
    bytesAdded: countSchema,
    totalBytes: countSchema,
  }),
});
export type Download = z.infer<typeof downloadSchema>['entry'];

/** How far, of how much; unknown where it makes no sense. The total is 0 while the server still counts. */
function progressOf(done: number, total: number): [done: number | null, total: number | null] {
  const makesSense = [done, total].every((count) => count >= 0 && Number.isSafeInteger(count));
  return makesSense && (total === 0 || done <= total) ? [done, total || null] : [null, null];
}

/** The counters as the core wants them. */
export function countersOf(download: Download): Counters {
  const [filesDone, filesTotal] = progressOf(download.filesAdded, download.totalFiles);
  const [bytesDone, bytesTotal] = progressOf(download.bytesAdded, download.totalBytes);
  return { filesDone, filesTotal, bytesDone, bytesTotal };
}

export const personSchema = z.object({ entry: z.object({ id: pathIdSchema }) });

const versionPartSchema = z.union([z.string(), z.number()]).transform(Number);

/** Major, minor and patch come as texts. */
export const discoverySchema = z.object({
  entry: z.object({
    repository: z.object({
      edition: z.string().max(100).default(''),
      version: z.object({ major: versionPartSchema, minor: versionPartSchema, patch: versionPartSchema }),
      status: z.object({ isReadOnly: z.boolean().default(false) }).default({ isReadOnly: false }),
    }),
  }),
});
export type Repository = z.infer<typeof discoverySchema>['entry']['repository'];
