import { FailedError } from '../../../src-shared/failure.ts';
import type { Source } from '../../../src-shared/job.ts';
import type { ByteSink, CallOptions, Proof, ResumeFrom, ServerApi } from '../../core/ports.ts';
import type { AlfrescoClient } from './alfresco-client.ts';
import type { Node } from './alfresco-schemas.ts';
import type { ByteAnswer } from './http-client.ts';
import { pour } from './http-body.ts';
import { contentRangeOf, isPage } from './http-content.ts';
import { failureOfStatus } from './http-failures.ts';

type Fetched = Awaited<ReturnType<ServerApi['fetchInto']>>;

const protocol = (detail: string, status?: number): FailedError =>
  new FailedError({ kind: 'protocol', detail, ...(status !== undefined && { status }) });

/** The node, or null when the server doesn't know it (anymore). */
async function nodeOrNull(client: AlfrescoClient, id: string, options: CallOptions): Promise<Node | null> {
  try {
    return (await client.node(id, options)).value;
  } catch (error) {
    if (error instanceof FailedError && error.failure.kind === 'not-found') return null;
    throw error;
  }
}

/** The proof that a node's content is still the same: Alfresco sends no ETag with a part and ignores If-Range. */
function proofOf(node: Node): Proof & { by: 'unchanged' } {
  if (!node.content || node.modifiedAt === '') throw protocol('no size or no date');
  return { by: 'unchanged', id: node.id, size: node.content.sizeInBytes, modifiedAt: node.modifiedAt };
}

const isSame = (one: Proof, other: Proof): boolean =>
  one.by === 'unchanged' &&
  other.by === 'unchanged' &&
  one.id === other.id &&
  one.size === other.size &&
  one.modifiedAt === other.modifiedAt;

/** What an answer's headers allow: how many bytes will come, or why not to take them. */
function accept(
  answer: ByteAnswer,
  node: Node,
  from: { offset: number; size: number },
  now: number,
): { take: number } | Fetched {
  const { status, headers, own } = answer;
  const { offset, size } = from;
  const resumes = offset > 0;
  const type = headers['content-type'] ?? '';
  if (status === 404 && own) {
    if (isPage(type)) throw new FailedError({ kind: 'server-error', status });
    return { is: 'gone' };
  }
  if (resumes && (status === 412 || status === 416)) {
    return { is: 'startOver', reason: `The server refused to go on at byte ${offset} (${status}).` };
  }
  if (status !== 200 && status !== 206) {
    // A storage that the server pointed to knows neither our account nor our ids: only a new way through the server helps.
    const failure = failureOfStatus({ status, headers }, now);
    throw new FailedError(
      own || status >= 500 || status === 429 ? failure : { kind: 'server-error', status },
    );
  }
  if (isPage(type) && !isPage(node.content?.mimeType ?? ''))
    throw new FailedError({ kind: 'web-page', status });
  if (status === 200 && resumes)
    return { is: 'startOver', reason: 'The server sent the whole file instead of the rest.' };
  if (status === 206 && !resumes) throw protocol('a part of the file, which nobody asked for', status);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    if (resumes) return { is: 'startOver', reason: 'The server sent the rest compressed.' };
    throw protocol('the file comes compressed', status);
  }
  let take = size;
  if (resumes) {
    const range = contentRangeOf(headers['content-range']);
    if (!range || range.start !== offset || range.total !== size) {
      return { is: 'startOver', reason: 'The server sent another part than the one asked for.' };
    }
    take = range.last - range.start + 1;
  }
  const length = headers['content-length'];
  if (length !== undefined && Number(length) !== take) {
    if (resumes) return { is: 'startOver', reason: 'The length of the rest is not what it should be.' };
    throw protocol(`${Number(length)} bytes announced instead of ${size}`, status);
  }
  return { take };
}

/**
 * `ServerApi.fetchInto`. The node is asked for its size and modified time before, and again after the last byte: they
 * are what proves that the bytes of several runs are of one file.
 */
export async function fetchAlfrescoContent(
  client: AlfrescoClient,
  call: {
    sink: ByteSink;
    source: Source;
    resume: ResumeFrom | null;
    options: CallOptions;
    now: () => number;
  },
): Promise<Fetched> {
  const { sink, source, resume, options } = call;
  const { signal } = options;
  const id = source.from === 'prepared' ? source.prepared : source.content.documentId;
  const node = await nodeOrNull(client, id, options);
  if (!node) return { is: 'gone' };
  const proof = proofOf(node);
  const { size } = proof;
  const offset = resume?.offset ?? 0;
  if (resume && (!isSame(resume.proof, proof) || resume.total !== size || offset > size)) {
    return { is: 'startOver', reason: 'The file on the server has changed.' };
  }
  const head = { offset, total: size, proof, name: node.name };
  if (offset > 0 && offset === size) {
    // There is no range behind the last byte that could be asked for.
    await sink.begin(head);
    return { is: 'complete' };
  }
  // The end is named, because the server doesn't clamp it (HttpRangeProcessor).
  const range = offset > 0 ? `bytes=${offset}-${size - 1}` : undefined;
  const answer = await client.content(id, range, options);
  try {
    const accepted = accept(answer, node, { offset, size }, call.now());
    if ('is' in accepted) return accepted;
    await sink.begin(head);
    const received = await pour(answer.body, sink, { most: accepted.take, signal });
    if (offset + received < size) throw new FailedError({ kind: 'cut' });
  } finally {
    answer.dismiss();
  }
  const after = await nodeOrNull(client, id, options);
  // What was prepared never changes, it only goes; of a document nobody could say anymore.
  if (after ? !isSame(proof, proofOf(after)) : source.from === 'content') {
    throw new FailedError({ kind: 'corrupt', detail: 'it changed on the server while it was fetched' });
  }
  return { is: 'complete' };
}
