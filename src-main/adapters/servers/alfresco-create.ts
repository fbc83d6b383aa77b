import { FailedError } from '../../../src-shared/failures/failure.ts';
import { cutText } from '../../../src-shared/cut-text.ts';
import type { JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import { preparedIdSchema } from '../../../src-shared/job/job.ts';
import { longestJobName } from '../../../src-shared/job/job-name.ts';
import { saidBy } from '../../../src-shared/failures/failure-phrases.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { CallOptions, Created } from '../../core/ports.ts';
import { nodeIdFrom } from './alfresco-address.ts';
import type { AlfrescoClient } from './alfresco-client.ts';
import { downloadSchema } from './alfresco-schemas.ts';
import type { Node } from './alfresco-schemas.ts';

/** Asking for more than this many nodes leaves the checking to the server: one request instead of thousands. */
const mostChecked = 50;

/** The ids asked for, each once and in order. Rejects with `empty-selection` or `bad-request`. */
export function wantedIds(request: JobRequest): string[] {
  if (request.kind !== 'alfresco') throw new FailedError({ kind: 'bad-request' });
  const ids = request.nodeIds.map((text) => {
    const id = nodeIdFrom(text);
    if (id === null) throw new FailedError({ kind: 'bad-request' });
    return id;
  });
  if (ids.length === 0) throw new FailedError({ kind: 'empty-selection' });
  return [...new Set(ids)];
}

/** Adds to a failure which of the nodes it was: the server doesn't always say. */
export function naming(error: unknown, id: string): unknown {
  if (!(error instanceof FailedError)) return error;
  const { kind, detail = '' } = error.failure;
  if ((kind !== 'not-found' && kind !== 'refused') || typeof detail !== 'string' || detail.includes(id))
    return error;
  return new FailedError({
    ...error.failure,
    detail: phrase('failures.aboutItem', { id, said: saidBy(error.failure) }),
  });
}

/** The nodes of some ids, asked for one by one through the limiter; rejects with the first failure, naming its node. */
export async function nodesOf(client: AlfrescoClient, ids: string[], options: CallOptions): Promise<Node[]> {
  return Promise.all(
    ids.map(async (id) => {
      try {
        return (await client.node(id, options)).value;
      } catch (error) {
        throw naming(error, id);
      }
    }),
  );
}

/** Rejects with `bad-request` for a document that nothing was ever put into: there is no file that could be fetched. */
export function demandContent({ name, content }: Node): void {
  if (!content)
    throw new FailedError({
      kind: 'bad-request',
      detail: phrase('failureDetails.answer.noContent', { name }),
    });
}

/** `ServerApi.create`: a single document needs no preparation, anything else becomes a zip. */
export async function createAlfrescoDownload(
  client: AlfrescoClient,
  request: JobRequest,
  options: CallOptions,
): Promise<Created> {
  let ids = wantedIds(request);
  let name: string | null = null;
  // The aliases `-root-`, `-my-` and `-shared-` are understood by /nodes only, so that they can't be left unchecked.
  if (ids.length <= mostChecked || ids.some((id) => id.startsWith('-'))) {
    const nodes = await nodesOf(client, ids, options);
    ids = [...new Set(nodes.map((node) => node.id))];
    const [first] = nodes;
    if (first && ids.length === 1) {
      if (first.isFile) {
        demandContent(first);
        const modifiedAt = Date.parse(first.modifiedAt);
        return {
          content: {
            documentId: first.id,
            name: first.name,
            size: first.content!.sizeInBytes,
            ...(!Number.isNaN(modifiedAt) && { modifiedAt }),
          },
        };
      }
      name = `${cutText(first.name, longestJobName - '.zip'.length)}.zip`;
    }
  }
  const { entry } = await client.create('downloads', { nodeIds: ids }, downloadSchema, options);
  if (ids.includes(entry.id)) {
    // Were it believed, a later clean-up would be aimed at the user's own node.
    throw new FailedError(
      { kind: 'protocol', detail: phrase('failureDetails.answer.idOfDocument') },
      { answerLost: true },
    );
  }
  return { prepared: preparedIdSchema.parse(entry.id), name };
}
