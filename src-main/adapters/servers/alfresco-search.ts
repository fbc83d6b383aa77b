import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { ItemPage } from '../../../src-shared/server-items.ts';
import type { CallOptions, PageWanted } from '../../core/ports.ts';
import type { AlfrescoClient } from './alfresco-client.ts';
import { itemOf, itemSchema, pageOf } from './alfresco-items-seen.ts';

/** A query in Alfresco's full text language, with what narrows it. */
export interface AlfrescoQuery {
  query: string;
  filters: string[];
  /** By when they were changed; else by how well they fit. */
  isNewestFirst: boolean;
}

/** Asks the search API. Rejects with `unsupported` where the server has none, or none that works. */
export async function searchAlfresco(
  client: AlfrescoClient,
  { query, filters, isNewestFirst }: AlfrescoQuery,
  { skip, limit }: PageWanted,
  options: CallOptions,
): Promise<ItemPage> {
  const body = {
    query: { query, language: 'afts' },
    filterQueries: filters.map((filter) => ({ query: filter })),
    paging: { skipCount: skip, maxItems: limit },
    include: ['path'],
    ...(isNewestFirst && { sort: [{ type: 'FIELD', field: 'cm:modified', ascending: false }] }),
  };
  try {
    const { entries, hasMore, total } = await client.search(body, pageOf(itemSchema), options);
    return { items: entries.map((node) => itemOf(node)), hasMore, total };
  } catch (error) {
    const kind = error instanceof FailedError ? error.failure.kind : null;
    if (kind === 'not-found' || kind === 'server-error' || kind === 'bad-request' || kind === 'web-page')
      throw new FailedError({ kind: 'unsupported' });
    throw error;
  }
}
