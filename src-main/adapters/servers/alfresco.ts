import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { PreparedId } from '../../../src-shared/job/job.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { CallOptions, Clock, RemoteStatus, ServerApi } from '../../core/ports.ts';
import { createAlfrescoBrowsing } from './alfresco-browse.ts';
import type { AlfrescoClient } from './alfresco-client.ts';
import { fetchAlfrescoContent } from './alfresco-content.ts';
import { createAlfrescoDownload } from './alfresco-create.ts';
import { refusedByAlfresco } from './alfresco-refused.ts';
import { listAlfresco } from './alfresco-listing.ts';
import { measureAlfresco } from './alfresco-measure.ts';
import { probeAlfresco } from './alfresco-probe.ts';
import type { ProbeParts } from './alfresco-probe.ts';
import { countersOf, downloadSchema, preparedName } from './alfresco-schemas.ts';
import { retryAfterOf, words } from './http-failures.ts';

/** The server's cleaner takes what wasn't modified for so long (`download.cleaner.maxAgeMins=60`), in milliseconds. */
const keptFor = 60 * 60 * 1000;

const pathOf = (id: PreparedId): string => `downloads/${encodeURIComponent(id)}`;

/** Null instead of a rejection when the server doesn't know what was asked for. */
async function unlessGone<Value>(asking: Promise<Value>): Promise<Value | null> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof FailedError && error.failure.kind === 'not-found') return null;
    throw error;
  }
}

async function poll(
  client: AlfrescoClient,
  id: PreparedId,
  options: CallOptions,
  now: () => number,
): Promise<RemoteStatus> {
  const answer = await unlessGone(client.read(pathOf(id), downloadSchema, options));
  if (!answer) return { is: 'gone' };
  const download = answer.value.entry;
  const counters = countersOf(download);
  switch (download.status) {
    case 'DONE': {
      const node = await unlessGone(client.node(id, options));
      if (!node) return { is: 'gone' };
      const modified = Date.parse(node.value.modifiedAt);
      // Both times are the server's, so that a clock that is wrong here or there doesn't matter.
      const served = Date.parse(node.headers.date ?? '');
      const skew = Number.isNaN(served) ? 0 : now() - served;
      return {
        is: 'ready',
        counters,
        name: preparedName(node.value),
        expiresAt: Number.isNaN(modified) ? null : modified + skew + keptFor,
      };
    }
    case 'CANCELLED':
      return { is: 'cancelled', counters };
    // No version has this word, but one that had it would not mean waiting.
    case 'FAILED':
      return { is: 'failed', failure: { kind: 'failed-on-server' } };
    case 'MAX_CONTENT_SIZE_EXCEEDED':
      // The server tells its limit in this field, and nowhere else.
      return {
        is: 'tooLarge',
        limit: Math.max(0, download.bytesAdded),
        size: Math.max(0, download.totalBytes),
      };
    default: {
      const retryAfter = retryAfterOf(answer.headers, now());
      return {
        is: 'waiting',
        counters,
        word: words(download.status),
        ...(retryAfter !== undefined && { retryAfter }),
      };
    }
  }
}

/** Deletes what was prepared, after the server itself said that it is something prepared and not a document. */
async function cleanUp(client: AlfrescoClient, id: PreparedId, options: CallOptions): Promise<void> {
  const answer = await unlessGone(client.read(pathOf(id), downloadSchema, options));
  if (!answer) return;
  if (answer.value.entry.id !== id) {
    throw new FailedError({ kind: 'protocol', detail: phrase('failureDetails.answer.otherDownload') });
  }
  await unlessGone(client.remove(`nodes/${encodeURIComponent(id)}`, options));
}

/** The `ServerApi` of an Alfresco repository (5.2.1 and newer), over its REST API. */
export function createAlfrescoApi(
  parts: ProbeParts,
  time: { now: () => number; clock: Pick<Clock, 'sleep'> },
): ServerApi {
  const { client } = parts;
  let wasThere = false;
  return {
    probe: async (options) => {
      const info = await probeAlfresco(parts, { ...options, now: time.now() }, wasThere);
      wasThere = true;
      return info;
    },
    create: (request, options) => createAlfrescoDownload(client, request, options),
    poll: (id, options) => poll(client, id, options, time.now),
    fetchInto: (sink, source, resume, options) =>
      fetchAlfrescoContent(client, { sink, source, resume, options, ...time }),
    cancel: async (id, options) => {
      await unlessGone(client.remove(pathOf(id), options));
    },
    cleanUp: (id, options) => cleanUp(client, id, options),
    browsing: createAlfrescoBrowsing(client, time.clock),
    refusedOf: (request, options) => refusedByAlfresco(client, request, options),
    listing: (request, options) => listAlfresco(client, request, { ...options, now: time.now }),
    measure: (request, options) => measureAlfresco(client, request, options),
  };
}
