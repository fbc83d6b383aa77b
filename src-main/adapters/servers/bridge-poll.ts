import type { Failure } from '../../../src-shared/failures/failure.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { PreparedId } from '../../../src-shared/job/job.ts';
import type { CallOptions, RemoteStatus } from '../../core/ports.ts';
import type { BridgeClient } from './bridge-client.ts';
import { noCounters, verdictOf, wordOf } from './bridge-schemas.ts';
import type { BridgeDownload } from './bridge-schemas.ts';
import { failureOfStatus } from './http-failures.ts';

/** Whether the file is there: 302 says yes, 404 that it doesn't exist or isn't processed yet (both documented). */
async function hasFile(
  client: BridgeClient,
  id: PreparedId,
  options: CallOptions,
  now: number,
): Promise<boolean> {
  const answer = await client.file(id, { follow: false }, options);
  const { status } = answer;
  if (status >= 400 && status !== 404) throw new FailedError(await client.failureOf(answer, options));
  answer.dismiss();
  if (status === 404 || status === 202) return false;
  if (status >= 200 && status <= 399 && status !== 304) return true;
  throw new FailedError(failureOfStatus(answer, now));
}

/** Why there will be no file. Bridge documents no reason for it: its word for the state is all there is. */
export function endOf(download: BridgeDownload): Failure | null {
  switch (verdictOf(download)) {
    case 'cancelled':
      return { kind: 'cancelled-on-server' };
    case 'failed':
      return { kind: 'failed-on-server', detail: wordOf(download) };
    default:
      return null;
  }
}

/**
 * `ServerApi.poll`. A state that sounds like the end without telling where the file is, is waited out, but the file
 * itself is asked for once each time: its answer is the only documented proof.
 */
export async function pollBridge(
  client: BridgeClient,
  id: PreparedId,
  options: CallOptions,
  now: () => number,
): Promise<RemoteStatus> {
  const answer = await client.download(id, options);
  if (!answer) return { is: 'gone' };
  const { value, retryAfter } = answer;
  const failure = endOf(value);
  if (failure) return { is: 'failed', failure };
  const verdict = verdictOf(value);
  const isReady =
    verdict === 'ready' || (verdict === 'finished' && (await hasFile(client, id, options, now())));
  if (isReady) return { is: 'ready', counters: noCounters, name: null, expiresAt: null };
  return {
    is: 'waiting',
    counters: noCounters,
    word: wordOf(value),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}
