import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { PreparedId } from '../../../src-shared/job/job.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { ResumeFrom } from '../../core/ports.ts';
import type { BridgeClient } from './bridge-client.ts';
import type { FetchCall } from './fetch-call.ts';
import type { ByteAnswer } from './http-client.ts';
import { isPage, lateLooks } from './http-content.ts';
import { isThrottle, retryAfterOf, textIn } from './http-failures.ts';
import { wordsOfRefusal } from './http-refusal.ts';

/** How often one attempt asks for a fresh link because the file store refuses the one it got. */
const mostFreshLinks = 3;

const isXml = (type: string): boolean => /^(application|text)\/(.*\+)?xml\b/i.test(type.trim());

/**
 * Whether another server than Bridge refuses the link that led to it: it has expired, or its signature isn't believed.
 * Storages say so with 403 or with 400 and XML (`ExpiredToken`). Resolves with the code in it, which names no secret,
 * or null where the link isn't what is wrong. Rejects with `busy` where it is only asked too often.
 */
async function refusalOf(answer: ByteAnswer, signal: AbortSignal, now: number): Promise<string | null> {
  const { status, headers, own } = answer;
  const isRefusal =
    status === 401 || status === 403 || (status === 400 && isXml(headers['content-type'] ?? ''));
  if (own || !isRefusal) return null;
  const body = await wordsOfRefusal(answer, signal);
  const text = textIn(body);
  if (isThrottle({ status, headers, text })) {
    const retryAfter = retryAfterOf(headers, now);
    throw new FailedError({ kind: 'busy', status, ...(retryAfter !== undefined && { retryAfter }) });
  }
  return /<Code>([A-Za-z]{1,60})<\/Code>/.exec(text)?.[1] ?? '';
}

/** Whether another server than Bridge says that it has no such file. */
const isLost = ({ status, headers, own }: ByteAnswer): boolean =>
  !own && status === 404 && !isPage(headers['content-type'] ?? '');

/**
 * Asks Bridge for the file from `resume` on and follows where it points: with a fresh link each time the file store
 * refuses one, and again for some seconds where the store doesn't have the file yet.
 */
export async function openBridgeFile(
  client: BridgeClient,
  id: PreparedId,
  resume: ResumeFrom | null,
  { options, clock, now }: Pick<FetchCall, 'options' | 'clock' | 'now'>,
): Promise<ByteAnswer> {
  const etag = resume?.proof.by === 'etag' ? resume.proof.etag : null;
  const request =
    resume && etag !== null ? { range: `bytes=${resume.offset}-${resume.total - 1}`, ifRange: etag } : {};
  const looks = [...lateLooks];
  for (let refusals = 0; ;) {
    const answer = await client.file(id, request, options);
    const wait = isLost(answer) ? looks.shift() : undefined;
    if (wait !== undefined) {
      answer.dismiss();
      await clock.sleep(wait, options.signal);
      continue;
    }
    const refusal = await refusalOf(answer, options.signal, now());
    if (refusal === null) return answer;
    if (refusals === mostFreshLinks) {
      const detail = refusal
        ? phrase('failureDetails.answer.linkRefusedWith', { code: refusal })
        : phrase('failureDetails.answer.linkRefused');
      throw new FailedError({ kind: 'server-error', status: answer.status, detail });
    }
    refusals += 1;
  }
}
