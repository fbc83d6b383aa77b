import type { Failure } from '../../../src-shared/failures/failure.ts';
import { collect, parseJson } from './http-body.ts';
import type { JsonBody } from './http-body.ts';
import type { ByteAnswer } from './http-client.ts';
import { failureOfAnswer } from './http-failures.ts';

/** A refusal's words are read up to so many bytes. */
const refusalLimit = 64 * 1024;

/** What an answer that brings no file says; nothing where its words are too many or break off. Dismisses it. */
export async function wordsOfRefusal(answer: ByteAnswer, signal: AbortSignal): Promise<JsonBody> {
  try {
    return parseJson(await collect(answer.body, refusalLimit));
  } catch {
    signal.throwIfAborted();
    return { is: 'other', text: '' };
  } finally {
    answer.dismiss();
  }
}

/**
 * The failure that an answer means which brings no file, by its status and its words. A storage that the server pointed
 * to knows neither our account nor our ids: whatever it refuses, only a new way through the server helps.
 */
export async function failureOfRefusal(
  answer: ByteAnswer,
  means: Parameters<typeof failureOfAnswer>[1] & { signal: AbortSignal },
): Promise<Failure> {
  const { status, headers, own } = answer;
  const body = await wordsOfRefusal(answer, means.signal);
  const failure = failureOfAnswer({ status, headers, body }, means);
  const isTrusted = own || status >= 500 || failure.kind === 'busy';
  return isTrusted ? failure : { kind: 'server-error', status };
}
