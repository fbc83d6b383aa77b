import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { CallOptions } from '../../core/ports.ts';
import type { ByteAnswer, ByteRequest, Http, JsonAnswer, JsonRequest } from './http-client.ts';

/** Knows how to prove who a connection's user is. One per connection. */
export interface Authenticator {
  /** Rejects where there is nothing to sign in with, and sends nothing: then the server needn't be bothered at all. */
  ready(): Promise<void>;
  /** The Authorization header's value; signs in first where it must. */
  authorization(options: CallOptions): Promise<string>;
  /**
   * The server answered 401 to this value. Resolves with another one after at most one fresh sign-in, whoever else
   * waits for the same; rejects when only the user can help. A request asks for two others at most.
   */
  renew(refused: string, options: CallOptions): Promise<string>;
  /** The server took this value. */
  accept?(value: string): void;
  /** The server answered 401 to this value, and to all that came in place of others: only the user can help. */
  drop(value: string): void;
  /** Forgets all results, refusals too. */
  forget(): void;
}

const mostTries = 3;

/** Requests that carry the connection's credentials. */
export interface AuthorizedHttp {
  json(request: Omit<JsonRequest, 'authorization'>): Promise<JsonAnswer>;
  bytes(request: Omit<ByteRequest, 'authorization'>): Promise<ByteAnswer>;
}

/**
 * Adds credentials to a client. A 401 of the connection's own server leads to a fresh sign-in and one more try (the
 * server did nothing yet); where that is refused too, to one in another way. A third 401 rejects with `sign-in-needed`.
 * Never more: servers lock accounts.
 */
export function authorize(http: Http, authenticator: Authenticator): AuthorizedHttp {
  async function thrice<Answer extends { status: number }>(
    options: CallOptions,
    send: (authorization: string) => Promise<Answer>,
    isRefused: (answer: Answer) => boolean,
  ): Promise<Answer> {
    let value = await authenticator.authorization(options);
    for (let tries = 1; ; tries += 1) {
      const answer = await send(value);
      if (!isRefused(answer)) {
        authenticator.accept?.(value);
        return answer;
      }
      if (tries === mostTries) break;
      value = await authenticator.renew(value, options);
    }
    authenticator.drop(value);
    throw new FailedError({ kind: 'sign-in-needed', status: 401 });
  }

  return {
    json: (request) =>
      thrice(
        request,
        (authorization) => http.json({ ...request, authorization }),
        (answer) => answer.status === 401,
      ),
    bytes: (request) =>
      thrice(
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
