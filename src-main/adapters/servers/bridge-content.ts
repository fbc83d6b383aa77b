import { FailedError } from '../../../src-shared/failure.ts';
import type { PreparedId, Source } from '../../../src-shared/job.ts';
import type { ByteSink, CallOptions, ResumeFrom, ServerApi } from '../../core/ports.ts';
import type { BridgeClient } from './bridge-client.ts';
import { endOf } from './bridge-poll.ts';
import { wordOf } from './bridge-schemas.ts';
import { extensionFor, nameFrom } from './file-name.ts';
import { collect, pour } from './http-body.ts';
import type { ByteAnswer } from './http-client.ts';
import { contentLengthOf, contentRangeOf, isPage, strongEtagOf } from './http-content.ts';
import { failureOfStatus } from './http-failures.ts';

type Fetched = Awaited<ReturnType<ServerApi['fetchInto']>>;

/** How often one attempt asks for a fresh link because the file store refuses the one it got. */
const mostFreshLinks = 3;
/** A refusal's words are read up to so many bytes. */
const refusalLimit = 64 * 1024;

interface Call {
  sink: ByteSink;
  source: Source;
  resume: ResumeFrom | null;
  options: CallOptions;
  /** Milliseconds since 1970. */
  now: () => number;
}

const protocol = (detail: string, status: number): FailedError =>
  new FailedError({ kind: 'protocol', detail, status });

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

/** Asks Bridge for the file and follows where it points, with a fresh link each time the file store refuses one. */
async function open(
  client: BridgeClient,
  id: PreparedId,
  resume: ResumeFrom | null,
  options: CallOptions,
): Promise<ByteAnswer> {
  const etag = resume?.proof.by === 'etag' ? resume.proof.etag : null;
  const request =
    resume && etag !== null ? { range: `bytes=${resume.offset}-${resume.total - 1}`, ifRange: etag } : {};
  for (let fresh = 0; ; fresh += 1) {
    const answer = await client.file(id, request, options);
    const refusal = await refusalOf(answer, options.signal);
    if (refusal === null) return answer;
    if (fresh === mostFreshLinks) {
      const detail = `the file store refuses the link${refusal && `: ${refusal}`}`;
      throw new FailedError({ kind: 'server-error', status: answer.status, detail });
    }
  }
}

/** Bridge has no file although it was ready: what it says of the download decides. */
async function withoutFile(client: BridgeClient, id: PreparedId, options: CallOptions): Promise<Fetched> {
  const answer = await client.download(id, options);
  if (!answer) return { is: 'gone' };
  const failure = endOf(answer.value);
  if (failure) throw new FailedError(failure);
  const detail = `${wordOf(answer.value)}, but there is no file`;
  throw new FailedError({ kind: 'server-error', status: 404, detail });
}

/** What an answer that brings no bytes means; null when it brings some. */
async function refused(
  client: BridgeClient,
  id: PreparedId,
  answer: ByteAnswer,
  call: Call,
): Promise<Fetched | null> {
  const { status, headers, own } = answer;
  const page = isPage(headers['content-type'] ?? '');
  if (status === 200 || status === 206) {
    if (page) throw new FailedError({ kind: 'web-page', status });
    return null;
  }
  if (call.resume && (status === 412 || status === 416)) {
    const reason = `The server refused to go on at byte ${call.resume.offset} (${status}).`;
    return { is: 'startOver', reason };
  }
  if (status === 404 && page) throw new FailedError({ kind: 'server-error', status });
  if (status === 404 && own) return withoutFile(client, id, call.options);
  // A file store that lost the file won't find it again; only another export helps.
  if (status === 404 || status === 410) return { is: 'gone' };
  if (status === 403 && own) throw new FailedError({ kind: 'other-account', status });
  const failure = failureOfStatus({ status, headers }, call.now());
  throw new FailedError(own || status >= 500 || status === 429 ? failure : { kind: 'server-error', status });
}

/** What the headers of bytes from the file's start allow. */
function acceptWhole({ status, headers, own }: ByteAnswer): { total: number | null; etag: string | null } {
  if (status === 206) throw protocol('a part of the file, which nobody asked for', status);
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity')
    throw protocol('the file comes compressed', status);
  const isJson = /^application\/json\b/i.test(headers['content-type'] ?? '');
  if (own && isJson && headers['content-disposition'] === undefined)
    throw protocol('words instead of the file', status);
  return { total: contentLengthOf(headers['content-length']), etag: strongEtagOf(headers.etag) };
}

/** How many bytes of the rest will come, or why none of them may be appended. */
function acceptRest({ status, headers }: ByteAnswer, resume: ResumeFrom): { take: number } | Fetched {
  const startOver = (reason: string): Fetched => ({ is: 'startOver', reason });
  if (status === 200) return startOver('The server sent the whole file instead of the rest.');
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity')
    return startOver('The server sent the rest compressed.');
  const etag = strongEtagOf(headers.etag);
  if (resume.proof.by !== 'etag' || etag !== resume.proof.etag)
    return startOver('Nothing proves that the rest belongs to the same file.');
  const range = contentRangeOf(headers['content-range']);
  if (!range || range.start !== resume.offset || range.total !== resume.total)
    return startOver('The server sent another part than the one asked for.');
  const take = range.last - range.start + 1;
  const length = headers['content-length'];
  if (length !== undefined && contentLengthOf(length) !== take)
    return startOver('The length of the rest is not what it should be.');
  return { take };
}

/** A name where the file store told none: the kind of the export, with the extension of the content's type. */
async function fallbackName(
  client: BridgeClient,
  id: PreparedId,
  type: string | undefined,
  options: CallOptions,
): Promise<string | null> {
  const extension = extensionFor(type);
  if (extension === '') return null;
  try {
    const known = await client.download(id, options);
    return `${known?.value.download_type ?? 'export'}${extension}`;
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
export async function fetchBridgeFile(client: BridgeClient, call: Call): Promise<Fetched> {
  const { sink, source, options } = call;
  const { signal } = options;
  if (source.from !== 'prepared')
    throw new FailedError({ kind: 'bad-request', detail: 'a Bridge has no documents' });
  const id = source.prepared;
  const resume = call.resume && call.resume.offset > 0 ? call.resume : null;
  if (resume && (resume.proof.by !== 'etag' || resume.offset > resume.total))
    return { is: 'startOver', reason: 'Nothing proves that the rest belongs to the same file.' };
  if (resume && resume.offset === resume.total) {
    // All bytes of one version are here, whatever the server holds by now.
    signal.throwIfAborted();
    await sink.begin({ ...resume, name: null });
    return { is: 'complete' };
  }
  const answer = await open(client, id, resume, options);
  try {
    const refusal = await refused(client, id, answer, { ...call, resume });
    if (refusal) return refusal;
    const told = nameFrom(answer.headers['content-disposition']);
    if (resume) {
      const accepted = acceptRest(answer, resume);
      if ('is' in accepted) return accepted;
      await sink.begin({ ...resume, name: told });
      const received = await pour(answer.body, sink, { most: accepted.take, signal });
      if (resume.offset + received < resume.total) throw new FailedError({ kind: 'cut' });
      return { is: 'complete' };
    }
    const { total, etag } = acceptWhole(answer);
    const name = told ?? (await fallbackName(client, id, answer.headers['content-type'], options));
    const proof = etag === null || total === null ? null : ({ by: 'etag', etag } as const);
    await sink.begin({ offset: 0, total, proof, name });
    const received = await pour(answer.body, sink, { most: total ?? Infinity, signal });
    if (total !== null && received < total) throw new FailedError({ kind: 'cut' });
    return { is: 'complete' };
  } finally {
    answer.dismiss();
  }
}
