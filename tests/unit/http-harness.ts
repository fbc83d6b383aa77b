import { createRequestLimiter } from '../../src-main/adapters/servers/request-limiter.ts';
import { createHttp } from '../../src-main/adapters/servers/http-client.ts';
import type { Http } from '../../src-main/adapters/servers/http-client.ts';
import type { Timeouts } from '../../src-main/adapters/servers/http.ts';
import { defaultTimeouts } from '../../src-main/adapters/servers/http.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';

/** A signal that nobody aborts. */
export const { signal } = new AbortController();

/** The client of a connection to `origin`. Names lead where `names` says. */
export function clientOf(
  origin: string,
  options: { timeouts?: Partial<Timeouts>; names?: Record<string, string[]>; limit?: number } = {},
): Http {
  return createHttp({
    origin: new URL(origin),
    limiter: createRequestLimiter(options.limit ?? 6),
    resolve: async (host) => options.names?.[host] ?? Promise.reject(new Error('not found')),
    timeouts: { ...defaultTimeouts, ...options.timeouts },
  });
}

/** The failure that a promise rejects with, and whether an answer was lost; rejects when it isn't one. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure & { answerLost: boolean }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof FailedError) return { ...error.failure, answerLost: error.answerLost };
    throw error;
  }
  throw new Error('It should have failed');
}

/** All bytes of a body as text. */
export async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

/** The first address on this machine where nothing listens. */
export const closedOrigin = 'http://127.0.0.1:1';
