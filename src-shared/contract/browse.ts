import { z } from 'zod';
import { failureSchema } from '../failures/failure.ts';
import {
  itemPageSchema,
  itemSortSchema,
  openFolderSchema,
  placeSchema,
  serverItemSchema,
  siteSchema,
} from '../server-items.ts';
import { everyone, id } from './parts.ts';

const page = {
  skip: z.number().int().nonnegative(),
  limit: z.number().int().min(1).max(1000),
};

/** The calls about looking around on a server, to choose what to ask for. */
export const browseCalls = {
  /** A page of a place. `folder` is the one that is open: only with the first page of one. */
  'browse.list': {
    roles: everyone,
    input: z.object({ connectionId: id, place: placeSchema, sort: itemSortSchema.nullable(), ...page }),
    output: itemPageSchema.extend({ folder: openFolderSchema.nullable() }),
  },
  /** Sites that the user is a member of, or all that may be known. */
  'browse.sites': {
    roles: everyone,
    input: z.object({ connectionId: id, which: z.enum(['mine', 'all']), ...page }),
    output: z.object({
      sites: z.array(siteSchema),
      hasMore: z.boolean(),
      total: z.number().int().nonnegative().nullable(),
    }),
  },
  /** Words in names and contents, in a folder or (null) everywhere; `unsupported` where the server has no search. */
  'browse.search': {
    roles: everyone,
    input: z.object({
      connectionId: id,
      text: z.string().max(500),
      within: z.string().max(200).nullable(),
      ...page,
    }),
    output: itemPageSchema.extend({ by: z.enum(['content', 'names']) }),
  },
  /** Whether the server searches: only then it can say what was changed last. */
  'browse.canSearch': {
    roles: everyone,
    input: z.object({ connectionId: id }),
    output: z.object({ canSearch: z.boolean() }),
  },
  /** What pasted ids and links lead to, each by itself. Lines with several are taken apart: `total` is how many there are. */
  'browse.resolve': {
    roles: everyone,
    input: z.object({ connectionId: id, items: z.array(z.string().max(500_000)).min(1).max(1000), ...page }),
    output: z.object({
      total: z.number().int().nonnegative(),
      results: z.array(
        z.discriminatedUnion('is', [
          z.object({ is: z.literal('item'), text: z.string(), item: serverItemSchema }),
          /** A link of another host; `connectionId` where that is a known server. */
          z.object({
            is: z.literal('elsewhere'),
            text: z.string(),
            host: z.string(),
            connectionId: id.nullable(),
          }),
          /** `id` where only the server's answer is missing, so that it can be asked for all the same; else null. */
          z.object({
            is: z.literal('refused'),
            text: z.string(),
            failure: failureSchema,
            id: z.string().nullable(),
          }),
        ]),
      ),
    }),
  },
  /** What is in a folder, all levels of it; null where the server doesn't count. */
  'browse.size': {
    roles: everyone,
    input: z.object({ connectionId: id, folderId: z.string().min(1).max(200) }),
    output: z.object({ size: z.object({ files: z.number(), bytes: z.number() }).nullable() }),
  },
} as const;
