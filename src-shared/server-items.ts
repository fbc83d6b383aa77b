import { z } from 'zod';

/** A document or a folder on a server, as the picker shows it. */
export const serverItemSchema = z.object({
  /** What it is asked for by. */
  id: z.string().min(1).max(200),
  name: z.string().max(1000),
  isFolder: z.boolean(),
  /** Bytes; null for a folder, and where the server doesn't tell. */
  size: z.number().nonnegative().nullable(),
  /** Milliseconds since 1970; null where the server doesn't tell. */
  modifiedAt: z.number().nullable(),
  /** From the server's root down, its own name last: `/Sites/harbour/documentLibrary/Tender 2026`; null where unknown. */
  path: z.string().max(10_000).nullable(),
  /** Such as `application/pdf`; empty for a folder. */
  mimeType: z.string().max(300),
});
export type ServerItem = z.infer<typeof serverItemSchema>;

/** Where a list of items is taken from. */
export const placeSchema = z.discriminatedUnion('is', [
  /** By id, or one of the names that the server has for the root, the user's own and everybody's folder. */
  z.object({ is: z.literal('folder'), id: z.string().min(1).max(200) }),
  /** A site's library, by the site's short name. */
  z.object({ is: z.literal('site'), id: z.string().min(1).max(200) }),
  /** What the user changed last. */
  z.object({ is: z.literal('recent') }),
  z.object({ is: z.literal('favourites') }),
  /** What was shared by a link. */
  z.object({ is: z.literal('sharedLinks') }),
]);
export type Place = z.infer<typeof placeSchema>;

/** The server's own names for folders that everybody has. */
export const rootFolder = '-root-';
export const ownFolder = '-my-';

/** How a folder's children are sorted, folders first. */
export const itemSortSchema = z.object({
  by: z.enum(['name', 'modified', 'size']),
  descending: z.boolean(),
});
export type ItemSort = z.infer<typeof itemSortSchema>;

/** A folder with those above it, the outermost first. */
export const openFolderSchema = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  above: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type OpenFolder = z.infer<typeof openFolderSchema>;

/** Some items of a list. */
export const itemPageSchema = z.object({
  items: z.array(serverItemSchema),
  hasMore: z.boolean(),
  /** Null where the server doesn't tell. */
  total: z.number().int().nonnegative().nullable(),
});
export type ItemPage = z.infer<typeof itemPageSchema>;

/** A site: a named place for a team, whose documents are in its library. */
export const siteSchema = z.object({
  /** The short name, as in `/Sites/{id}`. */
  id: z.string(),
  /** Of its folder, which holds its library and what else it has. */
  nodeId: z.string(),
  title: z.string(),
});
export type Site = z.infer<typeof siteSchema>;
