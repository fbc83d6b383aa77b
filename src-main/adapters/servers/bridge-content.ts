import { cutText } from '../../../src-shared/cut-text.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { longestJobName } from '../../../src-shared/job/job-name.ts';
import type { PreparedId } from '../../../src-shared/job/job.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import type { CallOptions, Proof, ResumeFrom } from '../../core/ports.ts';
import type { BridgeClient } from './bridge-client.ts';
import { openBridgeFile } from './bridge-link.ts';
import { endOf } from './bridge-poll.ts';
import { wordOf } from './bridge-schemas.ts';
import type { FetchCall, Fetched } from './fetch-call.ts';
import { extensionFor, isNamed, nameFrom, nameOfKey } from './file-name.ts';
import { pour } from './http-body.ts';
import { plainBodyOf, plainRestOf } from './http-coding.ts';
import type { ByteAnswer } from './http-client.ts';
import {
  contentLengthOf,
  contentRangeOf,
  isPage,
  looksLikePage,
  looksLikeZip,
  smallestPart,
  strongEtagOf,
  tellsItsEnd,
  wholeIn,
} from './http-content.ts';
import { digestsOf } from './http-digests.ts';

const protocol = (detail: Phrase, status: number): FailedError =>
  new FailedError({ kind: 'protocol', detail, status });

/** Bridge has no file although it was ready: what it says of the download decides. */
async function withoutFile(client: BridgeClient, id: PreparedId, options: CallOptions): Promise<Fetched> {
  const answer = await client.download(id, options);
  if (!answer) return { is: 'gone' };
  const failure = endOf(answer.value);
  if (failure) throw new FailedError(failure);
  const state = wordOf(answer.value);
  const detail = state
    ? phrase('failureDetails.answer.noFile', { state })
    : phrase('failureDetails.answer.noFileAtAll');
  throw new FailedError({ kind: 'server-error', status: 404, detail });
}

/** What an answer that brings no bytes means; null when it brings some. */
async function refused(
  client: BridgeClient,
  id: PreparedId,
  answer: ByteAnswer,
  resume: ResumeFrom | null,
  options: CallOptions,
): Promise<Fetched | null> {
  const { status, headers, own } = answer;
  const page = isPage(headers['content-type'] ?? '');
  if (status === 200 || status === 206) {
    // A file may be labelled wrongly: one that comes with its name is judged by its bytes.
    if (page && !isNamed(headers['content-disposition'])) throw new FailedError({ kind: 'web-page', status });
    return null;
  }
  if (resume && (status === 412 || status === 416)) {
    const reason = phrase('failureDetails.bytes.again.refused', {
      offset: resume.offset,
      status: String(status),
    });
    return { is: 'startOver', reason };
  }
  if (status === 404 && own && !page) return withoutFile(client, id, options);
  // A file store that lost the file won't find it again; only another export helps.
  if ((status === 404 && !page) || status === 410) return { is: 'gone' };
  throw new FailedError(await client.failureOf(answer, options));
}

/** What the headers of bytes from the file's start tell of them: length, and what a later resume can build on. */
function acceptWhole(answer: ByteAnswer): { total: number | null; proof: Proof | null } {
  const { status, headers, own } = answer;
  const whole = wholeIn(answer);
  if (status === 206 && whole === null) throw protocol(phrase('failureDetails.answer.uninvitedPart'), status);
  const isJson = /^application\/json\b/i.test(headers['content-type'] ?? '');
  if (own && isJson && headers['content-disposition'] === undefined)
    throw protocol(phrase('failureDetails.answer.wordsOnly'), status);
  const length = headers['content-length'];
  const announced = contentLengthOf(length);
  if (length !== undefined && (announced === null || (whole !== null && announced !== whole)))
    throw protocol(phrase('failureDetails.answer.noLength'), status);
  const total = announced ?? whole;
  const etag = strongEtagOf(headers.etag);
  return { total, proof: etag === null || total === null ? null : { by: 'etag', etag } };
}

/** Rejects with `web-page` or `protocol` when a body that is said to be the file doesn't begin as one. */
function assertBegins(beginning: Uint8Array, { headers, status }: ByteAnswer, name: string | null): void {
  if (looksLikePage(beginning)) throw new FailedError({ kind: 'web-page', status });
  const isZip = extensionFor(headers['content-type']) === '.zip' || /\.zip$/i.test(name ?? '');
  if (isZip && !looksLikeZip(beginning)) throw protocol(phrase('failureDetails.answer.noZip'), status);
}

/** How many bytes of the rest will come, or why none of them may be appended. */
function acceptRest({ status, headers }: ByteAnswer, resume: ResumeFrom): { take: number } | Fetched {
  const startOver = (reason: Phrase): Fetched => ({ is: 'startOver', reason });
  if (status === 200) return startOver(phrase('failureDetails.bytes.again.whole'));
  const etag = strongEtagOf(headers.etag);
  if (resume.proof.by !== 'etag' || etag !== resume.proof.etag)
    return startOver(phrase('failureDetails.bytes.again.otherFile'));
  const range = contentRangeOf(headers['content-range']);
  if (!range || range.start !== resume.offset || range.total !== resume.total)
    return startOver(phrase('failureDetails.bytes.again.otherPart'));
  const take = range.last - range.start + 1;
  const length = headers['content-length'];
  if (length !== undefined && contentLengthOf(length) !== take)
    return startOver(phrase('failureDetails.bytes.again.otherLength'));
  return { take };
}

/** What comes of the rest, or why none of it may be appended although its headers are right. */
async function withBody(
  { take }: { take: number },
  answer: ByteAnswer,
): Promise<{ take: number; body: AsyncIterable<Uint8Array> } | Fetched> {
  const body = await plainRestOf(answer);
  return body ? { take, body } : { is: 'startOver', reason: phrase('failureDetails.bytes.again.compressed') };
}

/**
 * A name where the file store gave none: the kind of the export, with the extension of the content's type; where that
 * says nothing, what the file store calls the file.
 */
async function fallbackName(
  client: BridgeClient,
  id: PreparedId,
  { headers, own, lastSegment }: ByteAnswer,
  options: CallOptions,
): Promise<string | null> {
  const extension = extensionFor(headers['content-type']);
  if (extension === '') return own ? null : nameOfKey(lastSegment);
  try {
    const known = await client.download(id, options);
    const type = cutText(known?.value.download_type ?? 'export', longestJobName - extension.length);
    return `${type}${extension}`;
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof FailedError) return null;
    throw error;
  }
}

/**
 * `ServerApi.fetchInto`. Each attempt begins at Bridge with the credentials and takes a fresh link, which is never
 * kept; what is appended is proven by a strong ETag that both answers carried. Where the file store gives none, what
 * came before a cut can't be used.
 */
export async function fetchBridgeFile(client: BridgeClient, call: FetchCall): Promise<Fetched> {
  const { sink, source, options } = call;
  if (source.from !== 'prepared') throw new FailedError({ kind: 'bad-request' });
  const id = source.prepared;
  const resume = call.resume && call.resume.offset > 0 ? call.resume : null;
  if (resume && (resume.proof.by !== 'etag' || resume.offset > resume.total))
    return { is: 'startOver', reason: phrase('failureDetails.bytes.again.otherFile') };
  if (resume && resume.offset === resume.total) {
    // All bytes of one version are here, whatever the server holds by now.
    options.signal.throwIfAborted();
    await sink.begin({ ...resume, name: null });
    return { is: 'complete' };
  }
  return resume ? fetchRest(client, id, resume, call) : fetchWhole(client, id, call);
}

async function fetchWhole(client: BridgeClient, id: PreparedId, call: FetchCall): Promise<Fetched> {
  const { sink, options } = call;
  const answer = await openBridgeFile(client, id, null, call);
  try {
    const refusal = await refused(client, id, answer, null, options);
    if (refusal) return refusal;
    const { headers } = answer;
    const told = await nameFrom(headers['content-disposition']);
    const type = headers['content-type'] ?? '';
    const accepted = acceptWhole(answer);
    const { beginning, body, wasZipped } = await plainBodyOf(answer, { name: told, type, size: null });
    assertBegins(beginning, answer, told);
    // Of what the bytes unpack to, length and version are unknown.
    const { total, proof } = wasZipped ? { total: null, proof: null } : accepted;
    const name = told ?? (await fallbackName(client, id, answer, options));
    await sink.begin({ offset: 0, total, proof, name, digests: digestsOf(answer) });
    const received = await pour(body, sink, { most: total ?? Infinity, signal: options.signal });
    if (total !== null && received < total) throw new FailedError({ kind: 'cut' });
    // A gzip ends with the length and the checksum of what it holds; one that lacks them was reported as cut.
    const isWhole = wasZipped || tellsItsEnd(headers);
    return total === null && isWhole ? { is: 'complete', tellsItsEnd: true } : { is: 'complete' };
  } finally {
    answer.dismiss();
  }
}

/** Appends the rest, part by part where the file store sends less than was asked for. */
async function fetchRest(
  client: BridgeClient,
  id: PreparedId,
  resume: ResumeFrom,
  call: FetchCall,
): Promise<Fetched> {
  const { sink, options } = call;
  let { offset } = resume;
  while (offset < resume.total) {
    const from = { ...resume, offset };
    const answer = await openBridgeFile(client, id, from, call);
    try {
      const headed = (await refused(client, id, answer, from, options)) ?? acceptRest(answer, from);
      const accepted = 'is' in headed ? headed : await withBody(headed, answer);
      if ('is' in accepted) {
        if (offset === resume.offset) return accepted;
        // Bytes of this call are written already: what to make of that is decided by the next one.
        throw new FailedError({ kind: 'cut' });
      }
      if (offset === resume.offset) {
        const name = await nameFrom(answer.headers['content-disposition']);
        await sink.begin({ ...resume, name, digests: digestsOf(answer) });
      }
      const received = await pour(accepted.body, sink, { most: accepted.take, signal: options.signal });
      offset += received;
      if (offset < resume.total && received < Math.max(accepted.take, smallestPart))
        throw new FailedError({ kind: 'cut' });
    } finally {
      answer.dismiss();
    }
  }
  return { is: 'complete' };
}
