import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { CallOptions } from '../../core/ports.ts';
import type { AlfrescoClient } from './alfresco-client.ts';
import { nodesOf, wantedIds } from './alfresco-create.ts';
import { childrenSchema, nodeFields } from './alfresco-schemas.ts';
import type { Node } from './alfresco-schemas.ts';

const pageSize = 1000;
/** So many children are looked at, all folders together; what is larger isn't walked over the network. */
const mostEntries = 20_000;

/** `ServerApi.measure`: documents by their size, folders by walking through them. Rejects with `too-large` beyond 20,000 entries. */
export async function measureAlfresco(
  client: AlfrescoClient,
  request: JobRequest,
  options: CallOptions,
): Promise<{ id: string; name: string; bytes: number }[]> {
  let entries = 0;

  async function children(folder: string): Promise<Node[]> {
    const found: Node[] = [];
    for (let more = true; more;) {
      const page = `skipCount=${found.length}&maxItems=${pageSize}&${nodeFields}`;
      const { value } = await client.read(
        `nodes/${encodeURIComponent(folder)}/children?${page}`,
        childrenSchema,
        options,
      );
      found.push(...value.list.entries.map(({ entry }) => entry));
      entries += value.list.entries.length;
      if (entries > mostEntries) {
        throw new FailedError({
          kind: 'too-large',
          detail: phrase('failureDetails.answer.tooManyEntries', { most: mostEntries }),
        });
      }
      more = value.list.pagination.hasMoreItems && value.list.entries.length > 0;
    }
    return found;
  }

  async function weigh(node: Node): Promise<number> {
    let bytes = 0;
    const open = [node];
    for (let next = open.pop(); next; next = open.pop()) {
      if (next.isFolder) open.push(...(await children(next.id)));
      else bytes += next.content?.sizeInBytes ?? 0;
    }
    return bytes;
  }

  const measured = [];
  for (const node of await nodesOf(client, wantedIds(request), options)) {
    measured.push({ id: node.id, name: node.name, bytes: await weigh(node) });
  }
  return measured;
}
