import type { Connection, ServerInfo } from '../../../src-shared/connection.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { policyOf } from '../../../src-shared/failures/failure-table.ts';
import type { JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import { preparedIdSchema } from '../../../src-shared/job/job.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { CallOptions, Clock, Created, ServerApi } from '../../core/ports.ts';
import type { BridgeClient } from './bridge-client.ts';
import { bridgeFailureOf } from './bridge-client.ts';
import { fetchBridgeFile } from './bridge-content.ts';
import { pollBridge } from './bridge-poll.ts';
import { bridgeIdSchema } from './bridge-schemas.ts';

/** What an account is called where only a token says who it is. */
const nameless = 'token';
/** A download that nobody has: Bridge has no address that says who somebody is, but it looks at the token first. */
const probedPath = 'api/downloads/0';

/**
 * `ServerApi.probe`. An answer that knows the token and not the download is what is hoped for; whether this is the
 * very account of an earlier day can't be seen, so that polling may still find another one.
 */
async function probe(
  client: BridgeClient,
  connection: Connection,
  options: CallOptions,
  now: () => number,
): Promise<ServerInfo> {
  const answer = await client.ask(probedPath, options);
  const { status, body } = answer;
  if (status === 403 || status === 404 || status === 410 || (status >= 200 && status <= 299)) {
    if (status <= 299 && body.is === 'page')
      throw new FailedError({
        kind: 'unreachable',
        detail: phrase('reasons.network.page', { product: 'Bridge' }),
      });
    return { account: connection.user.trim() || nameless, version: null };
  }
  const failure = bridgeFailureOf(answer, new URL(connection.baseUrl), now());
  if (policyOf(failure.kind).scope === 'connection') throw new FailedError(failure);
  switch (failure.kind) {
    case 'redirect-refused':
      throw new FailedError({
        kind: 'unsupported',
        detail: phrase('refusals.server.elsewhere', {
          where: failure.detail ?? phrase('reasons.redirect.nowhere'),
        }),
      });
    case 'bad-request':
    case 'protocol':
      throw new FailedError({
        kind: 'unsupported',
        detail: phrase('refusals.server.notHere', { product: 'Bridge' }),
      });
    default:
      throw new FailedError(failure);
  }
}

/** `ServerApi.create`: the documented body, and the id out of the answer. */
async function create(client: BridgeClient, request: JobRequest, options: CallOptions): Promise<Created> {
  if (request.kind !== 'bridge') throw new FailedError({ kind: 'bad-request' });
  const { downloadType, info } = request;
  const download = await client.create(
    { download: { download_type: downloadType, ...(info && { info }) } },
    options,
  );
  const id = bridgeIdSchema.safeParse(download.id);
  if (!id.success)
    throw new FailedError(
      { kind: 'protocol', detail: phrase('reasons.answer.exportWithoutId') },
      { answerLost: true },
    );
  return { prepared: preparedIdSchema.parse(id.data), name: null };
}

/**
 * The `ServerApi` of a Bridge, over its Downloads API. It has no call that ends a preparation or removes what was
 * prepared, and says nothing of sizes beforehand: those methods are absent.
 */
export function createBridgeApi(
  connection: Connection,
  client: BridgeClient,
  time: { now: () => number; clock: Pick<Clock, 'sleep'> },
): ServerApi {
  return {
    probe: (options) => probe(client, connection, options, time.now),
    create: (request, options) => create(client, request, options),
    poll: (id, options) => pollBridge(client, id, options, time.now),
    fetchInto: (sink, source, resume, options) =>
      fetchBridgeFile(client, { sink, source, resume, options, ...time }),
  };
}
