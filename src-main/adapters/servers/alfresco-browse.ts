import { z } from 'zod';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { rootFolder } from '../../../src-shared/server-items.ts';
import type { ItemPage, ItemSort, OpenFolder, Place } from '../../../src-shared/server-items.ts';
import type { Browsing, CallOptions, Clock, PageWanted } from '../../core/ports.ts';
import type { AlfrescoClient } from './alfresco-client.ts';
import { itemOf, itemSchema, openFolderOf, pageOf } from './alfresco-items-seen.ts';
import { readAlfrescoLink } from './alfresco-links.ts';
import { resolveAlfrescoLink } from './alfresco-resolve.ts';
import { personSchema } from './alfresco-schemas.ts';
import {
  below,
  changedBy,
  documentsAndFolders,
  everyFavourite,
  onlyDocuments,
  orderOf,
  wordsQuery,
} from './alfresco-query.ts';
import { searchAlfresco } from './alfresco-search.ts';

const id = z.string().min(1).max(200);
const containerSchema = z.object({ entry: z.object({ id }) });
const siteFields = z
  .object({ id, guid: id, title: z.string().max(1000).default('') })
  .transform(({ guid, ...site }) => ({ ...site, nodeId: guid }));
const membershipSchema = z.object({ site: siteFields });
const favouriteSchema = z.object({
  targetGuid: id,
  target: z.object({
    file: itemSchema.partial({ id: true }).optional(),
    folder: itemSchema.partial({ id: true }).optional(),
    site: siteFields.optional(),
  }),
});
const sharedLinkSchema = itemSchema.extend({ nodeId: id });
const jobSchema = z.object({ entry: z.object({ jobId: id }) });
/** The size comes as a text (seen: alfresco-core.yaml). */
const sizeSchema = z.object({
  entry: z.object({
    status: z.string().max(100),
    sizeInBytes: z.coerce.number().nonnegative().default(0),
    numberOfFiles: z.coerce.number().nonnegative().default(0),
  }),
});

/** A count is asked after so often, and so many milliseconds apart; then it stays unknown. */
const sizeTries = 20;
const sizePause = 750;
/** Open folders whose path is kept, so that only their first page asks for it. */
const mostFolders = 500;

const range = (page: PageWanted): string => `skipCount=${page.skip}&maxItems=${page.limit}`;

/** `ServerApi.browsing` of an Alfresco. */
export function createAlfrescoBrowsing(client: AlfrescoClient, clock: Pick<Clock, 'sleep'>): Browsing {
  const folders = new Map<string, OpenFolder>();
  let account: string | null = null;

  async function accountOf(options: CallOptions): Promise<string> {
    account ??= (await client.read('people/-me-?fields=id', personSchema, options)).value.entry.id;
    return account;
  }

  async function folderOf(folderId: string, isFresh: boolean, options: CallOptions): Promise<OpenFolder> {
    const known = folders.get(folderId);
    if (known && !isFresh) return known;
    const path = `nodes/${encodeURIComponent(folderId)}?include=path`;
    const { value } = await client.read(path, z.object({ entry: itemSchema }), options);
    const folder = openFolderOf(value.entry);
    if (folders.size >= mostFolders) folders.clear();
    folders.set(folderId, folder);
    return folder;
  }

  async function children(
    folderId: string,
    page: PageWanted & { sort: ItemSort | null },
    options: CallOptions,
  ): Promise<ItemPage & { folder: OpenFolder | null }> {
    const isFirst = page.skip === 0;
    const [folder, { value }] = await Promise.all([
      folderOf(folderId, isFirst, options),
      client.read(
        `nodes/${encodeURIComponent(folderId)}/children?${range(page)}&orderBy=${encodeURIComponent(orderOf(page.sort))}`,
        pageOf(itemSchema),
        options,
      ),
    ]);
    const items = value.entries.map((node) => itemOf(node, folder.path));
    return { items, hasMore: value.hasMore, total: value.total, folder: isFirst ? folder : null };
  }

  async function libraryOf(site: string, options: CallOptions): Promise<string> {
    const path = `sites/${encodeURIComponent(site)}/containers/documentLibrary`;
    return (await client.read(path, containerSchema, options)).value.entry.id;
  }

  async function favourites(page: PageWanted, options: CallOptions): Promise<ItemPage> {
    const path = `people/-me-/favorites?where=${encodeURIComponent(everyFavourite)}&include=path&${range(page)}`;
    const { value } = await client.read(path, pageOf(favouriteSchema), options);
    const items = value.entries.flatMap(({ targetGuid, target: { file, folder, site } }) => {
      const node = file ?? folder;
      // The node of a site is its folder, whose name is the short one.
      if (site)
        return [
          {
            ...itemOf({ id: targetGuid, name: site.title || site.id, isFolder: true }),
            path: `/Sites/${site.id}`,
          },
        ];
      return node ? [itemOf({ ...node, id: targetGuid, isFolder: folder !== undefined })] : [];
    });
    return { items, hasMore: value.hasMore, total: value.total };
  }

  async function sharedLinks(page: PageWanted, options: CallOptions): Promise<ItemPage> {
    const path = `shared-links?include=path&${range(page)}`;
    const { value } = await client.read(path, pageOf(sharedLinkSchema), options);
    const items = value.entries.map((link) => itemOf({ ...link, id: link.nodeId, isFolder: false }));
    return { items, hasMore: value.hasMore, total: value.total };
  }

  async function recent(page: PageWanted, options: CallOptions): Promise<ItemPage> {
    return searchAlfresco(
      client,
      {
        query: changedBy(await accountOf(options)),
        filters: [onlyDocuments],
        isNewestFirst: true,
      },
      page,
      options,
    );
  }

  const list = async (
    place: Place,
    page: PageWanted & { sort: ItemSort | null },
    options: CallOptions,
  ): Promise<ItemPage & { folder: OpenFolder | null }> => {
    switch (place.is) {
      case 'folder':
        return children(place.id, page, options);
      case 'site':
        return children(await libraryOf(place.id, options), page, options);
      case 'favourites':
        return { ...(await favourites(page, options)), folder: null };
      case 'sharedLinks':
        return { ...(await sharedLinks(page, options)), folder: null };
      case 'recent':
        return { ...(await recent(page, options)), folder: null };
    }
  };

  return {
    list,
    sites: async (which, page, options) => {
      if (which === 'all') {
        const { value } = await client.read(`sites?${range(page)}`, pageOf(siteFields), options);
        return { sites: value.entries, hasMore: value.hasMore, total: value.total };
      }
      const path = `people/-me-/sites?${range(page)}`;
      const { value } = await client.read(path, pageOf(membershipSchema), options);
      return { sites: value.entries.map(({ site }) => site), hasMore: value.hasMore, total: value.total };
    },
    search: async ({ text, within }, page, options) => findByWords(client, { text, within }, page, options),
    canSearch: async (options) => {
      try {
        await recent({ skip: 0, limit: 1 }, options);
        return true;
      } catch (error) {
        if (error instanceof FailedError && error.failure.kind === 'unsupported') return false;
        throw error;
      }
    },
    resolve: (text, options) =>
      resolveAlfrescoLink(client, readAlfrescoLink(text), { text, libraryOf }, options),
    sizeOf: async (folderId, options) => {
      const path = `nodes/${encodeURIComponent(folderId)}/size-details`;
      try {
        const { entry } = await client.ask(path, {}, jobSchema, options);
        for (let tries = 0; tries < sizeTries; tries += 1) {
          const { value } = await client.read(
            `${path}/${encodeURIComponent(entry.jobId)}`,
            sizeSchema,
            options,
          );
          const { status, numberOfFiles: files, sizeInBytes: bytes } = value.entry;
          if (status === 'COMPLETED') return { files, bytes };
          await clock.sleep(sizePause, options.signal);
        }
        return null;
      } catch (error) {
        // Before 23.4 no server knows the address.
        const kind = error instanceof FailedError ? error.failure.kind : null;
        if (kind === 'not-found' || kind === 'bad-request' || kind === 'protocol') return null;
        throw error;
      }
    },
  };
}

/** Words by the search API, names alone where there is none of it. */
async function findByWords(
  client: AlfrescoClient,
  { text, within }: { text: string; within: string | null },
  page: PageWanted,
  options: CallOptions,
): ReturnType<Browsing['search']> {
  const query = wordsQuery(text);
  if (query === null) return { items: [], hasMore: false, total: 0, by: 'content' };
  const isBelow = within !== null && within !== rootFolder;
  const filters = [documentsAndFolders, ...(isBelow ? [below(within)] : [])];
  try {
    const found = await searchAlfresco(client, { query, filters, isNewestFirst: false }, page, options);
    return { ...found, by: 'content' };
  } catch (error) {
    if (!(error instanceof FailedError) || error.failure.kind !== 'unsupported') throw error;
    const root = isBelow ? `&rootNodeId=${encodeURIComponent(within)}` : '';
    const path = `queries/nodes?term=${encodeURIComponent(text.trim())}${root}&include=path&${range(page)}`;
    try {
      const { value } = await client.read(path, pageOf(itemSchema), options);
      const items = value.entries.map((node) => itemOf(node));
      return { items, hasMore: value.hasMore, total: value.total, by: 'names' };
    } catch (again) {
      // Fewer than three letters, or no index at all: what is loaded can still be looked through.
      const kind = again instanceof FailedError ? again.failure.kind : null;
      if (kind === 'bad-request' || kind === 'server-error' || kind === 'not-found') throw error;
      throw again;
    }
  }
}
