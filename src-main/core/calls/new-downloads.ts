import type { CallOutput, Handlers, Role } from '../../../src-shared/contract.ts';
import { FailedError, refusal } from '../../../src-shared/failures/failure.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import { documentsIn, withIds } from '../../../src-shared/kinds/kind-alfresco.ts';
import type { DocumentRequest } from '../../../src-shared/kinds/kind-alfresco.ts';
import { kindOf } from '../../../src-shared/kinds/kind-table.ts';
import type { JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import type { WhenExists } from '../../../src-shared/when-exists.ts';
import { foldersApart } from '../../../src-shared/folders-apart.ts';
import type { ServerItem } from '../../../src-shared/server-items.ts';
import { typedFolders, typedName } from '../../../src-shared/typed-place.ts';
import { ruleOf } from '../filed-as.ts';
import { inTime } from '../in-time.ts';
import type { Ports } from '../ports.ts';
import { zipNameOf } from '../request-names.ts';
import { targetFolder } from '../target-folder.ts';
import { asUser, browsingOf, ownerOf } from './browse.ts';
import type { CallParts } from './call-parts.ts';

type CreateInput = Parameters<Handlers['jobs.create']>[0];

/** So many items without a known name are looked up before they are requested, and for so long. Milliseconds. */
const mostLookedUp = 20;
const lookUpTime = 5_000;
/** So many names are kept with a request. */
const mostNames = 1_000;
/** Of a folder on a server so many characters are kept; one that is longer isn't. */
const longestFolder = 4_000;
/** So many downloads can be made at once of things that are fetched each by itself. */
const mostEach = 500;

/** What a job is made of, besides what every new one has. */
export interface NewJob {
  connectionId: string;
  request: JobRequest;
  name: Words;
  /** As it was typed or chosen. */
  folder: string;
  fileName?: string;
  subfolders?: string[];
  whenExists?: WhenExists | undefined;
}

/** Makes downloads of what was chosen, typed or pasted. */
export function createNewDownloads(ports: Ports, { jobs, connections, dispatcher }: CallParts) {
  const row = (
    { connectionId, request, name, fileName, subfolders = [], whenExists }: NewJob,
    folder: string,
  ): Job => {
    const now = ports.clock.now();
    return {
      id: ports.random.id(),
      connectionId,
      account: null,
      parentId: null,
      request,
      name,
      ...(fileName !== undefined && { fileName }),
      ...(subfolders.length > 0 && { subfolders }),
      ...(whenExists && { whenExists }),
      filing: ruleOf(connectionId, ports, connections),
      folder,
      createdAt: now,
      changedAt: now,
      order: Math.max(0, jobs.all().at(-1)?.order ?? 0) + 1,
      priority: 'normal',
      run: 0,
      attempt: 0,
      retryAt: null,
      lastFailure: null,
      corruptions: 0,
      askedAgain: 0,
      state: { is: 'queued' },
    };
  };

  const folderOf = async (typed: string, by: Role | undefined): Promise<string> => {
    const folder = await targetFolder(ports, typed, by);
    await ports.files.makeFolder(folder);
    return folder;
  };

  async function add(wanted: NewJob, by?: Role): Promise<string> {
    const job = row(wanted, await folderOf(wanted.folder, by));
    jobs.add(job);
    dispatcher.wake();
    return job.id;
  }

  /** The same path may lead to something else on another server, so that one of another host isn't followed here. */
  function demandOwnHost(connectionId: string, links: readonly string[]): void {
    const own = connections.find(connectionId)!;
    const strange = ports.servers
      .readPasted(own.kind, [...links])
      .find(({ host }) => host !== null && ownerOf(ports, own, host) !== 'own');
    if (!strange) return;
    const values = { host: strange.host!, own: new URL(own.baseUrl).host };
    throw refusal(phrase('validationErrors.items.otherHost', values));
  }

  /** What only the server knows: the ids of links, and names that would else be missing. */
  async function lookUp(
    { connectionId, known = [] }: Pick<CreateInput, 'connectionId' | 'known'>,
    ids: readonly string[],
    links: readonly string[],
  ): Promise<Map<string, ServerItem>> {
    const items = new Map(known.map((item) => [item.id, item]));
    if (links.length > 0) {
      const browsing = browsingOf(connections, connectionId);
      demandOwnHost(connectionId, links);
      for (const item of await Promise.all(links.map((link) => browsing.resolve(link, asUser()))))
        items.set(item.id, item);
    }
    const nameless = ids.filter((id) => !items.has(id));
    const connection = connections.find(connectionId);
    const browsing = connection && connections.api(connection).browsing;
    const isReachable = connections.hasNetwork(connectionId) && connections.state(connectionId).is === 'ok';
    if (!browsing || nameless.length > mostLookedUp || !isReachable) return items;
    const look = async (id: string, signal: AbortSignal): Promise<void> => {
      // A name is a comfort: without it the request still says what is wrong.
      const item = await browsing.resolve(id, { signal, priority: 'user' }).catch(() => null);
      if (item) items.set(id, item);
    };
    await inTime(ports.clock, { most: lookUpTime, late: () => undefined }, async (signal) => {
      await Promise.all(nameless.map((id) => look(id, signal)));
    });
    return items;
  }

  /** The request with everything that is known of what it names. Rejects with why one of the links leads nowhere. */
  async function understood(
    input: Pick<CreateInput, 'connectionId' | 'items' | 'known'>,
  ): Promise<{ request: JobRequest; items: ServerItem[]; notes: CallOutput<'jobs.create'>['notes'] }> {
    const connection = connections.find(input.connectionId);
    if (!connection) throw refusal(phrase('validationErrors.serverGone'));
    const { request: asked, links, notes } = ports.servers.understandItems(connection.kind, input.items);
    const documents = documentsIn(asked);
    if (!documents) return { request: asked, items: [], notes };
    const found = await lookUp(input, documents.nodeIds, links);
    const linked = [...found.values()].filter(({ id }) => !documents.nodeIds.includes(id));
    // What was known from the start and isn't asked for is none of the links.
    const ofLinks = linked
      .filter(({ id }) => !(input.known ?? []).some((item) => item.id === id))
      .map(({ id }) => id);
    const nodeIds = [...new Set([...documents.nodeIds.map((id) => found.get(id)?.id ?? id), ...ofLinks])];
    if (nodeIds.length === 0) throw new FailedError({ kind: 'empty-selection' });
    const items = nodeIds.flatMap((id) => [...found.values()].find((item) => item.id === id) ?? []);
    const request: DocumentRequest = { kind: documents.kind, nodeIds, ...namesOf(items) };
    return { request, items, notes };
  }

  /** One file for each thing, as a group, below the folders in which they are on the server. */
  async function addEach(
    input: CreateInput,
    request: DocumentRequest,
    items: ServerItem[],
    subfolders: string[],
    by: Role | undefined,
  ): Promise<string> {
    const { connectionId, whenExists } = input;
    if (request.nodeIds.length > mostEach)
      throw refusal(
        phrase('validationErrors.items.tooManyEach', { asked: request.nodeIds.length, most: mostEach }),
      );
    const folder = await folderOf(input.folder, by);
    const server = connections.nameOf(connectionId);
    const name = kindOf(request.kind).nameOf(request, server);
    const parent = row({ connectionId, request, name, folder, subfolders, whenExists }, folder);
    const above = foldersApart(
      request.nodeIds.map((id) => items.find((item) => item.id === id)?.path ?? null),
    );
    const children = request.nodeIds.map((id, index): Job => {
      const own = withIds(request, [id]);
      return {
        ...row(
          { connectionId, request: own, name: kindOf(own.kind).nameOf(own, server), folder, whenExists },
          folder,
        ),
        parentId: parent.id,
        order: parent.order + (index + 1) / (request.nodeIds.length + 1),
        ...(subfolders.length + above[index]!.length > 0 && {
          subfolders: [...subfolders, ...above[index]!],
        }),
      };
    });
    const ids = children.map(({ id }) => id);
    jobs.addGroup({ ...parent, state: { is: 'split', children: ids, why: 'chosen' } }, children);
    dispatcher.wake();
    return parent.id;
  }

  return {
    add,
    understood,
    async create(input: CreateInput, by?: Role): Promise<CallOutput<'jobs.create'>> {
      const { connectionId, whenExists } = input;
      const subfolders = typedFolders(input.subfolder ?? '');
      if (!subfolders) throw refusal(phrase('validationErrors.subfolder'));
      const { request, items, notes } = await understood(input);
      const documents = documentsIn(request);
      if (documents && input.each && documents.nodeIds.length > 1)
        return { jobId: await addEach(input, documents, items, subfolders, by), notes };
      const name = kindOf(request.kind).nameOf(request, connections.nameOf(connectionId));
      const fileName = fileNameOf(input.fileName ?? '', request, items, ports.say);
      const job = {
        connectionId,
        request,
        name: fileName ?? name,
        folder: input.folder,
        subfolders,
        whenExists,
      };
      return { jobId: await add({ ...job, ...(fileName !== null && { fileName }) }, by), notes };
    },
  };
}

/** What the things are called, and where they are, as far as that is known. */
function namesOf(items: ServerItem[]): Pick<DocumentRequest, 'names' | 'folders'> {
  const named = items.slice(0, mostNames);
  if (named.length === 0) return {};
  const folders = named.flatMap(({ id, path }): [string, string][] => {
    const folder = path?.slice(0, Math.max(1, path.lastIndexOf('/'))) ?? '';
    return folder === '' || folder.length > longestFolder ? [] : [[id, folder]];
  });
  return {
    names: Object.fromEntries(named.map(({ id, name }) => [id, name])),
    ...(folders.length > 0 && { folders: Object.fromEntries(folders) }),
  };
}

/** What the file is called: as the user wants it, with the extension that the file will have. */
function fileNameOf(
  wanted: string,
  request: JobRequest,
  items: ServerItem[],
  say: Ports['say'],
): string | null {
  const documents = documentsIn(request);
  if (!documents) return null;
  const isZip = documents.nodeIds.length > 1 || items[0]?.isFolder === true;
  return typedName(wanted, isZip) || zipNameOf(request, say);
}
