import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { Connection } from '../../../src-shared/connection.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { CallOptions } from '../../core/ports.ts';
import { nodeEntrySchema, nodeFields } from './alfresco-schemas.ts';
import type { Node } from './alfresco-schemas.ts';
import type { AlfrescoPlace } from './alfresco-place.ts';
import type { AuthorizedHttp } from './http-authorized.ts';
import type { ByteAnswer, JsonAnswer } from './http-client.ts';
import type { JsonBody } from './http-body.ts';
import { failureOfAnswer, mayHaveBeenDone, serverWordsOf } from './http-failures.ts';
import { failureOfRefusal } from './http-refusal.ts';

/** Requests to one Alfresco repository, with the answers' shape proven. */
export interface AlfrescoClient {
  /** Rejects with a `FailedError` unless the answer is a success of the schema's shape. `path` starts behind `versions/1/`. */
  read<Shape extends z.ZodType>(
    path: string,
    shape: Shape,
    options: CallOptions,
  ): Promise<{ value: z.output<Shape>; headers: IncomingHttpHeaders }>;
  /** The same for a request that makes something: a success that can't be read is a lost answer. */
  create<Shape extends z.ZodType>(
    path: string,
    body: unknown,
    shape: Shape,
    options: CallOptions,
  ): Promise<z.output<Shape>>;
  /** A question that is too long for an address: asking it twice does no harm. */
  ask<Shape extends z.ZodType>(
    path: string,
    body: unknown,
    shape: Shape,
    options: CallOptions,
  ): Promise<z.output<Shape>>;
  /** The same to the search API. */
  search<Shape extends z.ZodType>(
    body: unknown,
    shape: Shape,
    options: CallOptions,
  ): Promise<z.output<Shape>>;
  /** Rejects unless the server says yes. */
  remove(path: string, options: CallOptions): Promise<void>;
  node(id: string, options: CallOptions): Promise<{ value: Node; headers: IncomingHttpHeaders }>;
  /** The bytes of a node; any status is an answer. */
  content(id: string, range: string | undefined, options: CallOptions): Promise<ByteAnswer>;
  /** What an answer without the bytes means. */
  failureOf(answer: ByteAnswer, options: CallOptions): Promise<Failure>;
  /** Asks something outside of `versions/1/`, from the repository's root on. */
  readFromRoot<Shape extends z.ZodType>(
    path: string,
    shape: Shape,
    options: CallOptions,
  ): Promise<{ value: z.output<Shape>; headers: IncomingHttpHeaders }>;
}

const isSuccess = (status: number): boolean => status >= 200 && status <= 299;

/** What Alfresco says of an error. */
export const alfrescoWordsOf = (body: JsonBody): string | undefined =>
  body.is === 'json' ? serverWordsOf(body.value) : undefined;

/** The failure that an unhoped-for answer means. */
const failureOf = (answer: JsonAnswer, from: URL, now: number): Failure =>
  failureOfAnswer(answer, { from, now, said: alfrescoWordsOf });

/** Makes the client of a connection. */
export function createAlfrescoClient(
  connection: Connection,
  place: AlfrescoPlace,
  http: AuthorizedHttp,
  now: () => number,
): AlfrescoClient {
  const apis = (): string => `${place.root}/api/${encodeURIComponent(connection.tenant)}/public/`;
  const versions = (): string => `${apis()}alfresco/versions/1/`;

  function success<Shape extends z.ZodType>(answer: JsonAnswer, url: URL, shape: Shape): z.output<Shape> {
    const { status, body } = answer;
    if (!isSuccess(status)) throw new FailedError(failureOf(answer, url, now()));
    if (body.is === 'page') throw new FailedError({ kind: 'web-page', status });
    const parsed = shape.safeParse(body.is === 'json' ? body.value : undefined);
    if (!parsed.success)
      throw new FailedError({
        kind: 'protocol',
        status,
        detail: phrase('failureDetails.answer.otherForm', { product: 'Alfresco' }),
      });
    return parsed.data;
  }

  async function get<Shape extends z.ZodType>(url: URL, shape: Shape, options: CallOptions) {
    const answer = await http.json({ method: 'GET', url, ...options });
    return { value: success(answer, url, shape), headers: answer.headers };
  }

  async function ask<Shape extends z.ZodType>(
    url: URL,
    body: unknown,
    shape: Shape,
    options: CallOptions,
  ): Promise<z.output<Shape>> {
    return success(await http.json({ method: 'POST', url, body, ...options }), url, shape);
  }

  return {
    ask: (path, body, shape, options) => ask(new URL(versions() + path), body, shape, options),
    search: (body, shape, options) => ask(new URL(`${apis()}search/versions/1/search`), body, shape, options),
    read: (path, shape, options) => get(new URL(versions() + path), shape, options),
    readFromRoot: (path, shape, options) => get(new URL(`${place.root}/${path}`), shape, options),
    create: async (path, body, shape, options) => {
      const url = new URL(versions() + path);
      const answer = await http.json({ method: 'POST', url, body, creates: true, ...options });
      try {
        return success(answer, url, shape);
      } catch (error) {
        const answerLost = mayHaveBeenDone({
          status: answer.status,
          body: answer.body.is === 'json' ? answer.body.value : undefined,
        });
        throw error instanceof FailedError ? new FailedError(error.failure, { answerLost }) : error;
      }
    },
    remove: async (path, options) => {
      const url = new URL(versions() + path);
      const answer = await http.json({ method: 'DELETE', url, ...options });
      if (!isSuccess(answer.status)) throw new FailedError(failureOf(answer, url, now()));
    },
    node: async (id, options) => {
      const url = new URL(`${versions()}nodes/${encodeURIComponent(id)}?${nodeFields}`);
      const { value, headers } = await get(url, nodeEntrySchema, options);
      return { value: value.entry, headers };
    },
    failureOf: (answer, { signal }) =>
      failureOfRefusal(answer, { from: new URL(place.root), now: now(), said: alfrescoWordsOf, signal }),
    content: (id, range, options) =>
      http.bytes({
        url: new URL(`${versions()}nodes/${encodeURIComponent(id)}/content?attachment=true`),
        ...(range !== undefined && { range }),
        ...options,
      }),
  };
}
