import { z } from 'zod';
import { cutText } from '../cut-text.ts';
import { longestJobName } from '../job/job-name.ts';
import { phrase } from '../language/phrase.ts';
import type { Words } from '../language/words.ts';
import type { KindRow } from './kind-row.ts';

/** What is asked of an Alfresco: documents and folders, packed as one zip. */
export const alfrescoRequestSchema = z.object({
  kind: z.literal('alfresco'),
  nodeIds: z.array(z.string().min(1).max(200)).min(1).max(10_000),
  /** What they are called, by id, as far as it was known when they were asked for. */
  names: z.record(z.string(), z.string().max(1000)).optional(),
  /** The folder in which they were then, by id, as far as it was known. */
  folders: z.record(z.string(), z.string().max(4000)).optional(),
});
export type DocumentRequest = z.infer<typeof alfrescoRequestSchema>;

/** The request where it asks for documents by their ids, else null. */
export function documentsIn(request: { kind: string }): DocumentRequest | null {
  return request.kind === 'alfresco' ? (request as DocumentRequest) : null;
}

/** The first ids only; `count` is all of them. */
export const alfrescoAskedSchema = z.object({
  kind: z.literal('alfresco'),
  count: z.number().int(),
  nodeIds: z.array(z.string()),
  /** Their paths, or their names, as they were when they were asked for; absent where one of them isn't known. */
  paths: z.array(z.string()).optional(),
});

/** What is left of a long name beside the number of the others: a job's name has an end. */
const longestFirst = longestJobName - 100;

/** A part of a request, with the names of what is in it. */
export function withIds({ kind, names, folders }: DocumentRequest, nodeIds: string[]): DocumentRequest {
  const own = { names: ofThese(names, nodeIds), folders: ofThese(folders, nodeIds) };
  return {
    kind,
    nodeIds,
    ...(own.names && { names: own.names }),
    ...(own.folders && { folders: own.folders }),
  };
}

/** What of texts by id is about some ids; undefined for nothing. */
function ofThese(texts: Record<string, string> = {}, ids: string[]): Record<string, string> | undefined {
  const own = Object.fromEntries(ids.flatMap((id) => (texts[id] === undefined ? [] : [[id, texts[id]]])));
  return Object.keys(own).length > 0 ? own : undefined;
}

/** Where a thing was when it was asked for, else its name; undefined where neither is known. */
function pathOf({ names = {}, folders = {} }: DocumentRequest, id: string): string | undefined {
  const [name, folder] = [names[id], folders[id]];
  return name === undefined || folder === undefined ? name : `${folder.replace(/\/$/, '')}/${name}`;
}

/** The first thing's name, with how many more there are; without names how many there are. */
function nameOf({ nodeIds, names = {} }: DocumentRequest, server: Words): Words {
  const first = nodeIds.flatMap((id) => names[id] ?? [])[0];
  if (first === undefined) return phrase('common.itemsFrom', { count: nodeIds.length, server });
  if (nodeIds.length === 1) return first;
  return phrase('common.andMore', { name: cutText(first, longestFirst), count: nodeIds.length - 1 });
}

/** Ids that a row carries: enough to recognise what was asked. */
const mostIds = 5;
/** And so many characters of each path. */
const longestPath = 300;

export const alfresco: KindRow<DocumentRequest, z.infer<typeof alfrescoAskedSchema>> = {
  label: 'Alfresco',
  asked: (request) => {
    const { kind, nodeIds } = request;
    const first = nodeIds.slice(0, mostIds);
    const paths = first.flatMap((id) => pathOf(request, id) ?? []).map((path) => cutText(path, longestPath));
    return { kind, count: nodeIds.length, nodeIds: first, ...(paths.length === first.length && { paths }) };
  },
  pathsOf: (request) => request.nodeIds.flatMap((id) => pathOf(request, id) ?? []),
  nameOf,
  keyOf: ({ nodeIds }) => JSON.stringify([...new Set(nodeIds)].sort()),
  countOf: ({ nodeIds }) => nodeIds.length,
  parametersOf: () => '',
  typeOf: () => null,
  packsZips: true,
  hasItems: true,
  hasUsers: true,
  canCancel: true,
  splitting: {
    idsOf: ({ nodeIds }) => nodeIds,
    nameIn: ({ names = {} }, id) => names[id],
    withIds,
  },
};
