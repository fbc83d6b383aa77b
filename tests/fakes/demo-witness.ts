import { createRequire } from 'node:module';

/** A download as the client shows it; every field is optional to it. */
export interface WitnessedDownload {
  id?: string;
  status?: string;
  filesAdded?: number;
  totalFiles?: number;
  bytesAdded?: number;
  totalBytes?: number;
}

/** A node as the client shows it. */
export interface WitnessedNode {
  id: string;
  name: string;
  isFolder: boolean;
  content?: { sizeInBytes: number };
}

interface DownloadsApi {
  createDownload(body: { nodeIds: string[] }): Promise<{ entry: WitnessedDownload }>;
  getDownload(id: string): Promise<{ entry: WitnessedDownload }>;
  cancelDownload(id: string): Promise<unknown>;
}

interface NodesApi {
  getNode(id: string): Promise<{ entry: WitnessedNode }>;
  deleteNode(id: string, options?: { permanent?: boolean }): Promise<unknown>;
  getNodeContent(id: string): Promise<Buffer>;
  listNodeChildren(
    id: string,
    options: { skipCount: number; maxItems: number },
  ): Promise<{ list?: { pagination?: { hasMoreItems?: boolean }; entries?: { entry: WitnessedNode }[] } }>;
}

/** A page of what a list has. */
interface WitnessedPage<Entry> {
  list?: { pagination?: { hasMoreItems?: boolean }; entries?: { entry: Entry }[] };
}

interface SitesApi {
  listSites(options: { maxItems: number }): Promise<WitnessedPage<{ id: string; title: string }>>;
  listSiteMembershipsForPerson(person: string): Promise<WitnessedPage<{ id: string; role: string }>>;
  getSiteContainer(site: string, container: string): Promise<{ entry: { id: string } }>;
}

interface FavoritesApi {
  listFavorites(person: string): Promise<WitnessedPage<{ targetGuid: string; target: object }>>;
}

interface SharedlinksApi {
  listSharedLinks(): Promise<WitnessedPage<{ id: string; nodeId: string; name: string }>>;
}

interface SearchApi {
  search(body: object): Promise<WitnessedPage<WitnessedNode & { path?: { name?: string } }>>;
}

interface AuthenticationApi {
  createTicket(body: { userId: string; password: string }): Promise<unknown>;
}

interface AlfrescoApi {
  login(user: string, password: string): Promise<unknown>;
}

type Api<Methods> = new (api: AlfrescoApi) => Methods;

/**
 * The official client, as far as it is used here. Its own types say that they are an ES module but leave
 * the file extensions out, so TypeScript can't follow them: hence these.
 */
export const alfrescoClient = createRequire(import.meta.url)('@alfresco/js-api') as {
  AlfrescoApi: new (configuration: Record<string, string>) => AlfrescoApi;
  DownloadsApi: Api<DownloadsApi>;
  NodesApi: Api<NodesApi>;
  AuthenticationApi: Api<AuthenticationApi>;
  SitesApi: Api<SitesApi>;
  FavoritesApi: Api<FavoritesApi>;
  SharedlinksApi: Api<SharedlinksApi>;
  SearchApi: Api<SearchApi>;
};

/** What an outside client sees of a server: Alfresco's own JavaScript client, signed in as one user. */
export interface DemoWitness {
  downloads: DownloadsApi;
  nodes: NodesApi;
  sites: SitesApi;
  favorites: FavoritesApi;
  sharedLinks: SharedlinksApi;
  search: SearchApi;
  /** Every document below `-root-` that the user can reach: path by id. Folders are not in it. */
  everyDocument(): Promise<Map<string, string>>;
  /** The bytes of a node. */
  content(id: string): Promise<Buffer>;
}

let witnesses = 0;

/**
 * Signs Alfresco's official client in. Give it any form of the server's address that ends before
 * `/api`: its origin, or its origin and `/alfresco`.
 */
export async function createDemoWitness(url: string, user = 'demo', password = user): Promise<DemoWitness> {
  witnesses += 1;
  const api = new alfrescoClient.AlfrescoApi({
    hostEcm: new URL(url).origin,
    contextRoot: 'alfresco',
    provider: 'ECM',
    authType: 'BASIC',
    // Clients share one store in a process: without a prefix each, one would use the other's ticket.
    domainPrefix: `witness-${witnesses}`,
  });
  await api.login(user, password);
  const nodes = new alfrescoClient.NodesApi(api);
  return {
    nodes,
    downloads: new alfrescoClient.DownloadsApi(api),
    sites: new alfrescoClient.SitesApi(api),
    favorites: new alfrescoClient.FavoritesApi(api),
    sharedLinks: new alfrescoClient.SharedlinksApi(api),
    search: new alfrescoClient.SearchApi(api),
    async everyDocument() {
      const documents = new Map<string, string>();
      await collect(nodes, '-root-', '', documents);
      return documents;
    },
    content: (id) => nodes.getNodeContent(id),
  };
}

async function collect(
  nodes: NodesApi,
  id: string,
  above: string,
  documents: Map<string, string>,
): Promise<void> {
  const folders: { id: string; path: string }[] = [];
  for (let skipCount = 0, hasMore = true; hasMore;) {
    const page = await nodes.listNodeChildren(id, { skipCount, maxItems: 200 }).catch((error: unknown) => {
      // A folder that can be seen and not looked into.
      if ((error as { status?: number }).status === 403) return { list: undefined };
      throw error;
    });
    const { list } = page;
    const entries = list?.entries ?? [];
    for (const { entry } of entries) {
      const path = `${above}/${entry.name}`;
      if (entry.isFolder) folders.push({ id: entry.id, path });
      else documents.set(entry.id, path);
    }
    skipCount += entries.length;
    hasMore = list?.pagination?.hasMoreItems === true;
  }
  for (const folder of folders) await collect(nodes, folder.id, folder.path, documents);
}
