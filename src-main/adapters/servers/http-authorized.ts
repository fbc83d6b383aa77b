import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { CallOptions } from '../../core/ports.ts';
import type { ByteAnswer, ByteRequest, Http, JsonAnswer, JsonRequest } from './http-client.ts';

/** Knows how to prove who a connection's user is. One per connection. */
export interface Authenticator {
  /** The Authorization header's value; signs in first where it must. */
  authorization(options: CallOptions): Promise<string>;
  /**
   * The server answered 401 to this value. Resolves with another one after at most one fresh sign-in, whoever else
   * waits for the same; rejects when only the user can help.
   */
  renew(refused: string, options: CallOptions): Promise<string>;
  /** The server answered 401 to a value that was fresh. */
  drop(value: string): void;
  /** Forgets all that was learnt, refusals too. */
  forget(): void;
}

/** Requests that carry the connection's credentials. */
export interface AuthorizedHttp {
  json(request: Omit<JsonRequest, 'authorization'>): Promise<JsonAnswer>;
  bytes(request: Omit<ByteRequest, 'authorization'>): Promise<ByteAnswer>;
}

/**
 * Adds credentials to a client. A 401 of the connection's own server leads to one fresh sign-in and one more try (the
 * server did nothing yet); a second 401 rejects with `sign-in-needed`. Never more: servers lock accounts.
 */
export function authorize(http: Http, authenticator: Authenticator): AuthorizedHttp {
  async function twice<Answer extends { status: number }>(
    options: CallOptions,
    send: (authorization: string) => Promise<Answer>,
    isRefused: (answer: Answer) => boolean,
  ): Promise<Answer> {
    const first = await authenticator.authorization(options);
    const answer = await send(first);
    if (!isRefused(answer)) return answer;
    const second = await authenticator.renew(first, options);
    const again = await send(second);
    if (!isRefused(again)) return again;
    authenticator.drop(second);
    throw new FailedError({ kind: 'sign-in-needed', status: 401 });
  }

  return {
    json: (request) =>
      twice(
        request,
        (authorization) => http.json({ ...request, authorization }),
        (answer) => answer.status === 401,
      ),
    bytes: (request) =>
      twice(
        request,
        (authorization) => http.bytes({ ...request, authorization }),
        (answer) => {
          const isRefused = answer.status === 401 && answer.own;
          if (isRefused) answer.dismiss();
          return isRefused;
        },
      ),
  };
}
