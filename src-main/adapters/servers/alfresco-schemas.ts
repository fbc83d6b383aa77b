import { z } from 'zod';
import { cutText } from '../../../src-shared/cut-text.ts';
import { longestJobName } from '../../../src-shared/job/job-name.ts';
import type { Counters } from '../../../src-shared/job/job.ts';

/*
 * What Ferry reads of Alfresco's answers; everything else is dropped. Shapes: the REST API's own specification
 * (alfresco-core.yaml, alfresco-discovery.yaml).
 */

const idSchema = z.string().min(1).max(200);

/** A document, a folder, or something prepared. Asked for with `nodeFields`. */
export const nodeSchema = z.object({
  id: idSchema,
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

/** A page of a folder's children. `totalItems` may be absent, so that only `hasMoreItems` says whether there is more. */
export const childrenSchema = z.object({
  list: z.object({
    pagination: z.object({ hasMoreItems: z.boolean() }),
    entries: z.array(nodeEntrySchema),
  }),
});

const countSchema = z.number().nonnegative();

/** Something being prepared. Bytes are of the unpacked content. */
export const downloadSchema = z.object({
  entry: z.object({
    id: idSchema,
    status: z.string().min(1).max(100),
    filesAdded: countSchema,
    totalFiles: countSchema,
    bytesAdded: countSchema,
    totalBytes: countSchema,
  }),
});
export type Download = z.infer<typeof downloadSchema>['entry'];

/** The counters as the core wants them: totals are 0 while the server still counts. */
export function countersOf(download: Download): Counters {
  return {
    filesDone: download.filesAdded,
    filesTotal: download.totalFiles || null,
    bytesDone: download.bytesAdded,
    bytesTotal: download.totalBytes || null,
  };
}

export const personSchema = z.object({ entry: z.object({ id: idSchema }) });

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
