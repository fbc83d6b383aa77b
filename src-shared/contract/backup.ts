import { z } from 'zod';
import {
  everything,
  historyFilterSchema,
  historyFormatSchema,
  historySortSchema,
} from '../history/history.ts';
import { connectionKindSchema } from '../kinds/kind-table.ts';
import { everyone, id, nothing } from './parts.ts';

const folder = z.string().min(1).max(4000);

/** The parts of a backup that are wanted. */
const wanted = z.object({ servers: z.boolean(), settings: z.boolean(), history: z.boolean() });

/** The calls about what is carried out of Ferry: to another one, to other programs, to whoever looks for a fault. */
export const backupCalls = {
  /** Writes servers (without secrets), settings and, where `history` says so, finished downloads into one file. */
  'backup.save': {
    roles: everyone,
    input: z.object({ folder, history: z.boolean() }),
    output: z.object({ path: z.string() }),
  },
  /** The next bytes (Base64) of a backup; `id` null begins it, in place of one that another screen began. */
  'backup.receive': {
    roles: everyone,
    input: z.object({ id: id.nullable(), bytes: z.string().max(900_000) }),
    output: z.object({ id }),
  },
  /** What is in a backup that was sent whole, and whether all of it can be used. Nothing is changed. */
  'backup.check': {
    roles: everyone,
    input: z.object({ id }),
    output: z.object({
      /** ISO 8601, UTC. */
      madeAt: z.string(),
      madeBy: z.string(),
      servers: z.array(
        z.object({
          kind: connectionKindSchema,
          name: z.string(),
          address: z.string(),
          user: z.string(),
          /** It is here already, with the same account: it stays as it is. */
          isKnown: z.boolean(),
          /** Host and port of its proxy, where it brings one. */
          proxy: z.string().nullable(),
          /** Subjects of the certificate authorities that it brings. */
          authorities: z.array(z.string()),
        }),
      ),
      hasSettings: z.boolean(),
      /** Finished downloads, and how many of them are here already. */
      downloads: z.number().int(),
      known: z.number().int(),
      /** Zips whose lists aren't what they should be; they are left out. */
      unproven: z.number().int(),
    }),
  },
  /**
   * Takes over what is wanted of it. Servers get new ids and no secrets; a server or a download that is here already stays
   * as it is. When it fails, no download of it was added.
   */
  'backup.import': {
    roles: everyone,
    input: z.object({ id, wanted }),
    output: z.object({ servers: z.number().int(), settings: z.boolean(), downloads: z.number().int() }),
  },
  /** Forgets a backup that was sent. */
  'backup.drop': { roles: everyone, input: z.object({ id }), output: nothing },
  /** Writes what `history.query` finds into one file for other programs. */
  'history.export': {
    roles: everyone,
    input: z.object({
      text: z.string().max(200),
      filter: historyFilterSchema.default(everything),
      sort: historySortSchema.nullable().default(null),
      /** Ids to leave out. */
      without: z.array(id).max(10_000).default([]),
      format: historyFormatSchema,
      folder,
    }),
    output: z.object({ path: z.string() }),
  },
  /** What would help whoever looks for a fault, as a text to be read before it is saved. */
  'diagnostics.make': {
    roles: everyone,
    input: nothing,
    output: z.object({ id, text: z.string() }),
  },
  /** Writes that very text into a file. */
  'diagnostics.save': {
    roles: everyone,
    input: z.object({ id, folder }),
    output: z.object({ path: z.string() }),
  },
  /** Shows a file of these in its folder. */
  'documents.reveal': { roles: everyone, input: z.object({ path: z.string().max(4500) }), output: nothing },
} as const;
