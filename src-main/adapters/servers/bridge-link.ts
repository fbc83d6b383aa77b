import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { PreparedId } from '../../../src-shared/job/job.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { CallOptions, Clock, ResumeFrom } from '../../core/ports.ts';
import type { BridgeClient } from './bridge-client.ts';
import { collect } from './http-body.ts';
import type { ByteAnswer } from './http-client.ts';
import { isPage, lateLooks } from './http-content.ts';

/** How often one attempt asks for a fresh link because the file store refuses the one it got. */
const mostFreshLinks = 3;
/** A refusal's words are read up to so many bytes. */
const refusalLimit = 64 * 1024;

const isXml = (type: string): boolean => /^(application|text)\/(.*\+)?xml\b/i.test(type.trim());

/**
 * Whether another server than Bridge refuses the link that led to it: it has expired, or its signature isn't believed.
 * Storages say so with 403 or with 400 and XML (`ExpiredToken`). Resolves with the code in it, which names no secret,
 * or null where the link isn't what is wrong.
 */
async function refusalOf(answer: ByteAnswer, signal: AbortSignal): Promise<string | null> {
  const { status, headers, own } = answer;
  const isRefusal =
    status === 401 || status === 403 || (status === 400 && isXml(headers['content-type'] ?? ''));
  if (own || !isRefusal) return null;
  try {
    const text = new TextDecoder().decode(await collect(answer.body, refusalLimit));
    return /<Code>([A-Za-z]{1,60})<\/Code>/.exec(text)?.[1] ?? '';
  } catch {
    signal.throwIfAborted();
    return '';
  } finally {
    answer.dismiss();
  }
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
  { options, clock }: { options: CallOptions; clock: Pick<Clock, 'sleep'> },
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
    const refusal = await refusalOf(answer, options.signal);
    if (refusal === null) return answer;
    if (refusals === mostFreshLinks) {
      const detail = refusal
        ? phrase('reasons.answer.linkRefusedWith', { code: refusal })
        : phrase('reasons.answer.linkRefused');
      throw new FailedError({ kind: 'server-error', status: answer.status, detail });
    }
    refusals += 1;
  }
}
