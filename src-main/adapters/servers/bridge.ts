import type { Connection, ServerInfo } from '../../../src-shared/connection.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import { preparedIdSchema } from '../../../src-shared/job/job.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { CallOptions, Clock, Created, ServerApi } from '../../core/ports.ts';
import type { BridgeClient } from './bridge-client.ts';
import { bridgeFailureOf } from './bridge-client.ts';
import { fetchBridgeFile } from './bridge-content.ts';
import { pollBridge } from './bridge-poll.ts';
import type { Authenticator } from './http-authorized.ts';
import type { Http } from './http-client.ts';
import { pathIdSchema } from './path-id.ts';
import { isBridgeForm, prove } from './server-proof.ts';
import type { Proof } from './server-proof.ts';

/** What an account is called where only a token says who it is. */
const nameless = 'token';
/** A download that can't exist: Bridge has no address for the account, but it checks the token first. */
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
  if (status <= 299 && body.is === 'page')
    throw new FailedError({
      kind: 'unreachable',
      detail: phrase('failureDetails.network.page', { product: 'Bridge' }),
    });
  const info = { account: connection.user.trim() || nameless, version: null };
  if (status >= 200 && status <= 299) return info;
  const failure = bridgeFailureOf(answer, new URL(connection.baseUrl), now());
  switch (failure.kind) {
    case 'not-found':
    case 'refused':
      return info;
    case 'bad-request':
    case 'protocol':
      if (status === 410) return info;
      throw new FailedError({
        kind: 'unsupported',
        detail: phrase('validationErrors.server.notHere', { product: 'Bridge' }),
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
  const id = pathIdSchema.safeParse(download.id);
  if (!id.success)
    throw new FailedError(
      { kind: 'protocol', detail: phrase('failureDetails.answer.exportWithoutId') },
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
  parts: { now: () => number; clock: Pick<Clock, 'sleep'>; http: Http; signIn: Pick<Authenticator, 'ready'> },
): ServerApi {
  const { http, signIn, ...time } = parts;
  const url = new URL(`${connection.baseUrl}/${probedPath}`);
  let isProven = false;
  return {
    probe: async (options) => {
      await signIn.ready();
      // No token goes out before something there has shown that it is a Bridge.
      if (!isProven) {
        const proof: Proof = { product: 'Bridge', urls: [url], isItsForm: isBridgeForm };
        await prove(http, proof, { ...options, now: time.now() });
      }
      isProven = true;
      return probe(client, connection, options, time.now);
    },
    create: (request, options) => create(client, request, options),
    poll: (id, options) => pollBridge(client, id, options, time.now),
    fetchInto: (sink, source, resume, options) =>
      fetchBridgeFile(client, { sink, source, resume, options, ...time }),
  };
}
