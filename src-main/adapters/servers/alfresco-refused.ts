import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { RefusedItem } from '../../../src-shared/failures/failure.ts';
import { documentsIn } from '../../../src-shared/kinds/kind-alfresco.ts';
import type { JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import type { CallOptions } from '../../core/ports.ts';
import { nodeIdFrom } from './alfresco-address.ts';
import type { AlfrescoClient } from './alfresco-client.ts';

/** Why an item can't be read; null where it can. Rejects with anything that isn't about the thing itself. */
async function whyNot(
  client: AlfrescoClient,
  text: string,
  options: CallOptions,
): Promise<RefusedItem['why'] | null> {
  const id = nodeIdFrom(text);
  if (id === null) return 'bad-request';
  try {
    const { isFile, isFolder } = (await client.node(id, options)).value;
    return isFile || isFolder ? null : 'bad-request';
  } catch (error) {
    const kind = error instanceof FailedError ? error.failure.kind : null;
    if (kind === 'refused' || kind === 'not-found' || kind === 'bad-request') return kind;
    throw error;
  }
}

/** `ServerApi.refusedOf`: one request a thing, through the connection's limiter like all others. */
export async function refusedByAlfresco(
  client: AlfrescoClient,
  request: JobRequest,
  options: CallOptions,
): Promise<Pick<RefusedItem, 'id' | 'why'>[]> {
  const ids = documentsIn(request)?.nodeIds ?? [];
  const reasons = await Promise.all(ids.map((id) => whyNot(client, id, options)));
  return ids.flatMap((id, index) => {
    const why = reasons[index];
    return why ? [{ id, why }] : [];
  });
}
