import type { Connection } from '../../../src-shared/connection.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { PreparedId } from '../../../src-shared/job/job.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { CallOptions } from '../../core/ports.ts';
import { bridgeWordsOf, downloadSchema } from './bridge-schemas.ts';
import type { BridgeDownload } from './bridge-schemas.ts';
import type { AuthorizedHttp } from './http-authorized.ts';
import type { JsonBody } from './http-body.ts';
import type { ByteAnswer, JsonAnswer } from './http-client.ts';
import { failureOfAnswer, mayHaveBeenDone, retryAfterOf } from './http-failures.ts';
import { failureOfRefusal } from './http-refusal.ts';

/** What is asked of a download's file. */
export interface FileRequest {
  range?: string;
  ifRange?: string;
  /** `false`: only whether there is a file; the redirect to it is the answer. */
  follow?: boolean;
}

/** Requests to one Bridge. */
export interface BridgeClient {
  /** Any status is an answer. */
  ask(path: string, options: CallOptions): Promise<JsonAnswer>;
  /** Rejects with a `FailedError` unless the server made something of the body and says what; `answerLost` as in the port. */
  create(body: unknown, options: CallOptions): Promise<BridgeDownload>;
  /** Null when the server doesn't know it. `retryAfter`: seconds that the server asks us to wait. */
  download(
    id: PreparedId,
    options: CallOptions,
  ): Promise<{ value: BridgeDownload; retryAfter: number | undefined } | null>;
  /** The way to a download's bytes: always from Bridge itself. Any status is an answer. */
  file(id: PreparedId, request: FileRequest, options: CallOptions): Promise<ByteAnswer>;
  /** What an answer without the bytes means. */
  failureOf(answer: ByteAnswer, options: CallOptions): Promise<Failure>;
}

const isSuccess = (status: number): boolean => status >= 200 && status <= 299;

/** The failure that an unhoped-for answer of Bridge itself means. */
export function bridgeFailureOf(
  answer: { status: number; headers: JsonAnswer['headers']; body: JsonBody },
  from: URL,
  now: number,
): Failure {
  return failureOfAnswer(answer, { from, now, said: bridgeWordsOf });
}

/** Documented of a 403 for a download: not the user who asked for it, or one who may not have this type anymore. */
const ofDownload = (failure: Failure): Failure =>
  failure.kind === 'refused' ? { kind: 'other-account', status: 403 } : failure;

/** Makes the client of a connection. */
export function createBridgeClient(
  connection: Connection,
  http: AuthorizedHttp,
  now: () => number,
): BridgeClient {
  const root = `${connection.baseUrl}/api/downloads`;
  const urlOf = (id: string, more = ''): URL => new URL(`${root}/${encodeURIComponent(id)}${more}`);

  function success(answer: JsonAnswer, url: URL): BridgeDownload {
    const { status, body } = answer;
    if (!isSuccess(status)) throw new FailedError(bridgeFailureOf(answer, url, now()));
    if (body.is === 'page') throw new FailedError({ kind: 'web-page', status });
    const parsed = downloadSchema.safeParse(body.is === 'json' ? body.value : undefined);
    if (!parsed.success)
      throw new FailedError({
        kind: 'protocol',
        status,
        detail: phrase('failureDetails.answer.otherForm', { product: 'Bridge' }),
      });
    return parsed.data.download;
  }

  return {
    ask: (path, options) =>
      http.json({ method: 'GET', url: new URL(`${connection.baseUrl}/${path}`), ...options }),
    create: async (body, options) => {
      const url = new URL(root);
      const answer = await http.json({ method: 'POST', url, body, creates: true, ...options });
      try {
        return success(answer, url);
      } catch (error) {
        const answerLost = mayHaveBeenDone({
          status: answer.status,
          body: answer.body.is === 'json' ? answer.body.value : undefined,
        });
        throw error instanceof FailedError ? new FailedError(error.failure, { answerLost }) : error;
      }
    },
    download: async (id, options) => {
      const url = urlOf(id);
      const answer = await http.json({ method: 'GET', url, ...options });
      const { status, body } = answer;
      if (status === 410 || (status === 404 && body.is !== 'page')) return null;
      if (!isSuccess(status)) throw new FailedError(ofDownload(bridgeFailureOf(answer, url, now())));
      const value = success(answer, url);
      if (value.id !== null && value.id !== id)
        throw new FailedError({ kind: 'protocol', detail: phrase('failureDetails.answer.otherDownload') });
      return { value, retryAfter: retryAfterOf(answer.headers, now()) };
    },
    failureOf: async (answer, { signal }) => {
      const means = { from: new URL(root), now: now(), said: bridgeWordsOf, signal };
      return ofDownload(await failureOfRefusal(answer, means));
    },
    file: (id, request, options) => http.bytes({ url: urlOf(id, '/file'), ...request, ...options }),
  };
}
