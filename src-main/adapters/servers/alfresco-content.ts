import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { Source } from '../../../src-shared/job/job.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import type { CallOptions, Proof } from '../../core/ports.ts';
import type { AlfrescoClient } from './alfresco-client.ts';
import { demandContent } from './alfresco-create.ts';
import { preparedName } from './alfresco-schemas.ts';
import type { Node } from './alfresco-schemas.ts';
import type { FetchCall, Fetched } from './fetch-call.ts';
import { isNamed } from './file-name.ts';
import type { ByteAnswer } from './http-client.ts';
import { pour } from './http-body.ts';
import { plainBodyOf } from './http-coding.ts';
import {
  codingOf,
  contentRangeOf,
  isPage,
  lateLooks,
  looksLikePage,
  looksLikeZip,
  smallestPart,
  wholeIn,
} from './http-content.ts';
import { digestsOf } from './http-digests.ts';

const protocol = (detail: Phrase, status?: number): FailedError =>
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
  if (!node.content || node.modifiedAt === '') throw protocol(phrase('failureDetails.answer.noSizeOrDate'));
  return { by: 'unchanged', id: node.id, size: node.content.sizeInBytes, modifiedAt: node.modifiedAt };
}

const isSame = (one: Proof, other: Proof): boolean =>
  one.by === 'unchanged' &&
  other.by === 'unchanged' &&
  one.id === other.id &&
  one.size === other.size &&
  one.modifiedAt === other.modifiedAt;

/** What came instead of the file, or stands in the way of appending to what is there. */
type Refusal = Exclude<Fetched, { is: 'complete' }>;

/** How an answer's body is to be taken. */
interface Accepted {
  /** Bytes that will come at most, as they are written. */
  take: number;
  /** The answer itself tells the file's length, and it is right. */
  isAnnounced: boolean;
  /** They are said to be a web page, and the document is none. */
  saysPage: boolean;
}

/** Rejects with `protocol` when an answer announces another length than the file's. */
function assertLength({ headers, status }: ByteAnswer, size: number): void {
  const announced = Number(headers['content-length'] ?? size);
  if (announced !== size)
    throw protocol(phrase('failureDetails.answer.otherLength', { announced, size }), status);
}

/** Whether an answer brings bytes, or says that those after an offset aren't there. */
const isOfBytes = ({ status }: ByteAnswer, offset: number): boolean =>
  status === 200 || status === 206 || (offset > 0 && (status === 412 || status === 416));

/** What an answer's headers allow that `isOfBytes`: how many bytes will come, or why not to take them. */
function accept(answer: ByteAnswer, node: Node, from: { offset: number; size: number }): Accepted | Refusal {
  const { status, headers } = answer;
  const { offset, size } = from;
  const resumes = offset > 0;
  const type = headers['content-type'] ?? '';
  if (resumes && (status === 412 || status === 416)) {
    return {
      is: 'startOver',
      reason: phrase('failureDetails.bytes.again.refused', { offset, status: String(status) }),
    };
  }

  const range = contentRangeOf(headers['content-range']);
  const length = headers['content-length'];
  const isOfItsLength =
    status === 206
      ? range?.total === size && Number(length) === range.last - range.start + 1
      : Number(length) === size;
  const saysPage = isPage(type) && !isPage(node.content?.mimeType ?? '');
  // What is labelled as a page is one, unless it comes with the file's name and length: then its bytes tell.
  const mayBeFile = isNamed(headers['content-disposition']) && (length === undefined || isOfItsLength);
  if (saysPage && !mayBeFile) throw new FailedError({ kind: 'web-page', status });
  if (status === 200 && resumes)
    return { is: 'startOver', reason: phrase('failureDetails.bytes.again.whole') };
  if (status === 206 && !resumes && wholeIn(answer) !== size)
    throw protocol(phrase('failureDetails.answer.uninvitedPart'), status);
  // What has the very length that the server announced for the file isn't coded on its way, whatever it is called.
  const mayBeCoded = codingOf(headers) !== 'identity' && !isOfItsLength;
  if (mayBeCoded && resumes)
    return { is: 'startOver', reason: phrase('failureDetails.bytes.again.compressed') };
  if (mayBeCoded) return { take: size, isAnnounced: false, saysPage };
  if (resumes && (!range || range.start !== offset || range.total !== size)) {
    return { is: 'startOver', reason: phrase('failureDetails.bytes.again.otherPart') };
  }
  const take = resumes && range ? range.last - range.start + 1 : size;
  if (resumes && length !== undefined && Number(length) !== take)
    return { is: 'startOver', reason: phrase('failureDetails.bytes.again.otherLength') };
  if (!resumes) assertLength(answer, size);
  // Alfresco adds the range to whole answers as well, and it stays where something in between drops the length.
  return { take, isAnnounced: length !== undefined || range?.total === size, saysPage };
}

/**
 * Rejects with `web-page` or `protocol` when a body that is said to be the file doesn't begin as it must. A length that
 * is right is proof enough of a document: what looks like a page may be one under another name, unless it is called one.
 */
function assertBegins(
  beginning: Uint8Array,
  what: { source: Source; node: Node; isAnnounced: boolean; saysPage: boolean },
): void {
  const isZip = what.source.from === 'prepared';
  const isDocumentsLength = what.isAnnounced && !what.saysPage;
  const mayBePage = !isZip && (isDocumentsLength || isPage(what.node.content?.mimeType ?? ''));
  if (!mayBePage && looksLikePage(beginning)) throw new FailedError({ kind: 'web-page' });
  if (isZip && !looksLikeZip(beginning)) throw protocol(phrase('failureDetails.answer.noZip'));
}

/**
 * Asks for the bytes from `offset` on. A file that the server says it has but doesn't find is looked for again for some
 * seconds, because stores of several machines take their time; null when it is gone.
 */
async function open(
  client: AlfrescoClient,
  id: string,
  from: { offset: number; size: number },
  { options, clock }: Pick<FetchCall, 'options' | 'clock'>,
): Promise<ByteAnswer | null> {
  // The end is named, because the server doesn't clamp it (HttpRangeProcessor).
  const range = from.offset > 0 ? `bytes=${from.offset}-${from.size - 1}` : undefined;
  for (const wait of [...lateLooks, null]) {
    const answer = await client.content(id, range, options);
    if (answer.status !== 404 || !answer.own) return answer;
    if (isPage(answer.headers['content-type'] ?? ''))
      throw new FailedError(await client.failureOf(answer, options));
    answer.dismiss();
    if (wait === null || !(await nodeOrNull(client, id, options))) return null;
    await clock.sleep(wait, options.signal);
  }
  return null;
}

/**
 * `ServerApi.fetchInto`. The node is asked for its size and modified time before, and again after the last byte: they
 * are what proves that the bytes of several runs are of one file. A rest that comes in several parts is asked for part
 * by part.
 */
export async function fetchAlfrescoContent(client: AlfrescoClient, call: FetchCall): Promise<Fetched> {
  const { sink, source, resume, options } = call;
  const { signal } = options;
  const id = source.from === 'prepared' ? source.prepared : source.content.documentId;
  const node = await nodeOrNull(client, id, options);
  if (!node) return { is: 'gone' };
  if (source.from === 'content') demandContent(node);
  const proof = proofOf(node);
  const { size } = proof;
  const offset = resume?.offset ?? 0;
  if (resume && (!isSame(resume.proof, proof) || resume.total !== size || offset > size)) {
    return { is: 'startOver', reason: phrase('failureDetails.bytes.again.changed') };
  }
  const name = source.from === 'prepared' ? preparedName(node) : node.name;
  const head = { offset, total: size, proof, name };
  if (offset > 0 && offset === size) {
    // There is no range behind the last byte that could be asked for.
    await sink.begin(head);
    return { is: 'complete' };
  }
  let at = offset;
  do {
    const answer = await open(client, id, { offset: at, size }, call);
    if (!answer) return { is: 'gone' };
    try {
      if (!isOfBytes(answer, at)) throw new FailedError(await client.failureOf(answer, options));
      const accepted = accept(answer, node, { offset: at, size });
      if ('is' in accepted) {
        if (at === offset) return accepted;
        // Bytes of this call are written already: what to make of that is decided by the next one.
        throw new FailedError({ kind: 'cut' });
      }
      const { take } = accepted;
      let { isAnnounced } = accepted;
      let { body } = answer;
      if (at === 0) {
        const type = node.content?.mimeType ?? '';
        const plain = await plainBodyOf(answer, { name: node.name, type, size });
        if (plain.wasZipped) isAnnounced = false;
        else assertLength(answer, size);
        assertBegins(plain.beginning, { source, node, ...accepted, isAnnounced });
        body = plain.body;
      }
      if (at === offset) {
        // What breaks off without an announced length may be something else than the file's beginning.
        const isProven = at > 0 || isAnnounced;
        await sink.begin({ ...head, proof: isProven ? proof : null, digests: digestsOf(answer) });
      }
      const received = await pour(body, sink, { most: take, signal });
      at += received;
      if (at < size && received < Math.max(take, smallestPart)) throw new FailedError({ kind: 'cut' });
    } finally {
      answer.dismiss();
    }
  } while (at < size);
  const after = await nodeOrNull(client, id, options);
  // What was prepared never changes, it only goes; of a document that is unknown.
  if (after ? !isSame(proof, proofOf(after)) : source.from === 'content') {
    throw new FailedError({ kind: 'corrupt', detail: phrase('failureDetails.bytes.changedMeanwhile') });
  }
  return { is: 'complete' };
}
