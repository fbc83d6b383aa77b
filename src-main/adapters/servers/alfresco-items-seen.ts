import { z } from 'zod';
import type { OpenFolder, ServerItem } from '../../../src-shared/server-items.ts';

/*
 * Documents and folders as lists and searches of Alfresco show them, and what Ferry's screens show of them. Shapes: the
 * REST API's own specification (alfresco-core.yaml, alfresco-search.yaml).
 */

const id = z.string().min(1).max(200);
const name = z.string().transform((text) => text.slice(0, 1000));

export const itemSchema = z.object({
  id,
  name,
  isFolder: z.boolean().default(false),
  modifiedAt: z.string().max(100).default(''),
  content: z
    .object({ sizeInBytes: z.number().nonnegative(), mimeType: z.string().max(300).default('') })
    .nullish(),
  /** The folders above, from the server's root on. */
  path: z
    .object({
      name: z.string().max(20_000).default(''),
      elements: z.array(z.object({ id: id.optional(), name })).default([]),
    })
    .nullish(),
});
type SeenItem = z.infer<typeof itemSchema>;

/** A page of entries; without `totalItems` only `hasMoreItems` says whether there is more. */
export const pageOf = <Entry>(entry: z.ZodType<Entry>) =>
  z
    .object({
      list: z.object({
        pagination: z.object({
          hasMoreItems: z.boolean(),
          totalItems: z.number().int().nonnegative().optional(),
        }),
        entries: z.array(z.object({ entry })),
      }),
    })
    .transform(({ list: { pagination, entries } }) => ({
      entries: entries.map((one): Entry => one.entry),
      // An empty page with more behind it would be asked for without end.
      hasMore: pagination.hasMoreItems && entries.length > 0,
      total: pagination.totalItems ?? null,
    }));

/** Below the root, whose own name (`Company Home`, in the server's language) says nothing. */
const belowRoot = (path: string): string => path.replace(/^\/[^/]*/, '');

/** The item of a node. `folderPath` is where it is, for nodes that came without their path. */
export function itemOf(
  node: Pick<SeenItem, 'id' | 'name' | 'isFolder'> & Partial<SeenItem>,
  folderPath: string | null = null,
): ServerItem {
  const modified = Date.parse(node.modifiedAt ?? '');
  const above = node.path ? belowRoot(node.path.name) : folderPath;
  return {
    id: node.id,
    name: node.name,
    isFolder: node.isFolder,
    size: node.isFolder ? null : (node.content?.sizeInBytes ?? 0),
    modifiedAt: Number.isNaN(modified) ? null : modified,
    path: above === null ? null : `${above === '/' ? '' : above}/${node.name}`,
    mimeType: node.content?.mimeType ?? '',
  };
}

/** A folder that is opened: a node that came with its path. */
export function openFolderOf(node: SeenItem): OpenFolder {
  const elements = node.path?.elements ?? [];
  const isRoot = !node.path || node.path.name === '';
  return {
    id: node.id,
    name: node.name,
    path: isRoot ? '/' : `${belowRoot(node.path!.name)}/${node.name}`,
    above: elements.flatMap((one) => (one.id === undefined ? [] : [{ id: one.id, name: one.name }])),
  };
}
