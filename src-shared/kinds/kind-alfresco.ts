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
});

/** What is left of a long name beside the number of the others: a job's name has an end. */
const longestFirst = longestJobName - 100;

/** A part of a request, with the names of what is in it. */
export function withIds({ kind, names = {} }: DocumentRequest, nodeIds: string[]): DocumentRequest {
  const own = Object.fromEntries(nodeIds.flatMap((id) => (names[id] === undefined ? [] : [[id, names[id]]])));
  return { kind, nodeIds, ...(Object.keys(own).length > 0 && { names: own }) };
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

export const alfresco: KindRow<DocumentRequest, z.infer<typeof alfrescoAskedSchema>> = {
  label: 'Alfresco',
  asked: ({ kind, nodeIds }) => ({ kind, count: nodeIds.length, nodeIds: nodeIds.slice(0, mostIds) }),
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
