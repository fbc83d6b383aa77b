import { z } from 'zod';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { ListedFile } from '../../../src-shared/history/compare-listing.ts';
import type { JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import type { CallOptions, ServerApi } from '../../core/ports.ts';
import type { AlfrescoClient } from './alfresco-client.ts';
import { wantedIds } from './alfresco-create.ts';
import { pageOf } from './alfresco-items-seen.ts';
import { personSchema } from './alfresco-schemas.ts';

class TooMany extends Error {}

const pageSize = 1000;
/** So many requests a listing may take: what is larger isn't worth the server's time. */
const mostRequests = 1_000;
/** And so many files, which are all in memory at once. */
const mostFiles = 100_000;

const id = z.string().min(1).max(200);
const nodeSchema = z.object({
  id,
  name: z.string().max(1000),
  isFolder: z.boolean().default(false),
  createdAt: z.string().max(100).default(''),
  modifiedAt: z.string().max(100).default(''),
  content: z.object({ sizeInBytes: z.number().nonnegative() }).nullish(),
  aspectNames: z.array(z.string().max(300)).default([]),
});
type Node = z.infer<typeof nodeSchema>;
const fields = 'include=aspectNames&fields=id,name,isFolder,createdAt,modifiedAt,content,aspectNames';

/** A user, as a property of a node has it. */
const userSchema = z.union([
  z.string().max(300),
  z.object({ id: z.string().max(300) }).transform((user) => user.id),
]);
const lockSchema = z.object({
  entry: z.object({
    properties: z
      .object({ 'cm:lockOwner': userSchema.optional(), 'cm:workingCopyOwner': userSchema.optional() })
      .default({}),
  }),
});

const checkedOut = 'cm:checkedOut';
const workingCopy = 'cm:workingcopy';

/**
 * `ServerApi.listing`. A zip has the files of a folder, also those that are in it secondarily, and of its folders; not
 * what has no content (links), nor a document that the user has checked out, in whose place is the working copy, nor
 * working copies of others (seen: ZipDownloadExporter, BaseExporter.content).
 */
export async function listAlfresco(
  client: AlfrescoClient,
  request: JobRequest,
  { now, ...options }: CallOptions & { now: () => number },
): ReturnType<NonNullable<ServerApi['listing']>> {
  const files: ListedFile[] = [];
  let requests = 0;
  let account: string | null = null;
  /** What the server's clock is behind ours. */
  let skew = 0;

  async function read<Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.output<Shape>> {
    requests += 1;
    if (requests > mostRequests || files.length > mostFiles) throw new TooMany();
    const { value, headers } = await client.read(path, shape, options);
    const served = Date.parse(headers.date ?? '');
    if (!Number.isNaN(served)) skew = now() - served;
    return value;
  }

  /** Null where the pages don't fit together. By age, so that what is added meanwhile comes last. */
  async function childrenAtOnce(folderId: string): Promise<Node[] | null> {
    const found = new Map<string, Node>();
    let count = 0;
    let total: number | null = null;
    for (let more = true; more;) {
      const range = `skipCount=${count}&maxItems=${pageSize}&orderBy=createdAt%20ASC`;
      const path = `nodes/${encodeURIComponent(folderId)}/children?${range}&${fields}`;
      const page = await read(path, pageOf(nodeSchema));
      if (count > 0 && page.total !== total) return null;
      ({ total, hasMore: more } = page);
      count += page.entries.length;
      for (const node of page.entries) found.set(node.id, node);
    }
    return found.size === count && (total === null || total === count) ? [...found.values()] : null;
  }

  async function isLeftOut({ id: nodeId, aspectNames }: Node): Promise<boolean> {
    const isOriginal = aspectNames.includes(checkedOut);
    if (!isOriginal && !aspectNames.includes(workingCopy)) return false;
    account ??= (await read('people/-me-?fields=id', personSchema)).entry.id;
    const path = `nodes/${encodeURIComponent(nodeId)}?include=properties&fields=id,properties`;
    const { properties } = (await read(path, lockSchema)).entry;
    return isOriginal
      ? properties['cm:lockOwner'] === account
      : properties['cm:workingCopyOwner'] !== account;
  }

  async function take(node: Node, above: string): Promise<void> {
    if (!node.content || (await isLeftOut(node))) return;
    const times = [node.createdAt, node.modifiedAt].map(Date.parse).filter((at) => !Number.isNaN(at));
    const changedAt = times.length === 0 ? null : Math.max(...times) + skew;
    files.push({ id: node.id, path: above + node.name, size: node.content.sizeInBytes, changedAt });
  }

  /** Null where the listing doesn't hold still. */
  async function walk(root: Node): Promise<void | null> {
    const open = [{ node: root, above: '' }];
    for (let next = open.pop(); next; next = open.pop()) {
      const { node, above } = next;
      if (!node.isFolder) {
        await take(node, above);
        continue;
      }
      const inside = await unlessGone(async () => (await childrenAtOnce(node.id)) ?? childrenAtOnce(node.id));
      if (inside === null) return null;
      for (const child of inside ?? []) open.push({ node: child, above: `${above}${node.name}/` });
    }
  }

  try {
    for (const root of wantedIds(request)) {
      const path = `nodes/${encodeURIComponent(root)}?${fields}`;
      const node = await unlessGone(async () => (await read(path, z.object({ entry: nodeSchema }))).entry);
      if (node && (await walk(node)) === null) return 'unsteady';
    }
    return { files };
  } catch (error) {
    if (error instanceof TooMany) return 'tooMany';
    throw error;
  }
}

/** Undefined for what isn't on the server anymore. */
async function unlessGone<Value>(reading: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading();
  } catch (error) {
    if (error instanceof FailedError && error.failure.kind === 'not-found') return undefined;
    throw error;
  }
}
