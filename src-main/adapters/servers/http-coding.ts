import { constants, gunzipSync } from 'node:zlib';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { nameFrom } from './file-name.ts';
import { peek, unzipped } from './http-body.ts';
import type { ByteAnswer } from './http-client.ts';
import { beginningSize, codingOf, contentLengthOf, isGzipFile, wholeIn } from './http-content.ts';

/** Longer files of slightly less than random bytes don't become as long again, to the byte, when they are zipped. */
const longestDoubtful = 64 * 1024;

const looksLikeGzip = (beginning: Uint8Array): boolean =>
  // RFC 1952 section 2.3.1.
  Buffer.from([0x1f, 0x8b, 8]).equals(beginning.subarray(0, 3));

const uploadFraming = /^[\da-f]+;chunk-signature=[\da-f]{64}\r\n/i;

/** Whether bytes still lie in the chunks in which they were uploaded (`aws-chunked`): some storages keep them so. */
const isUploadFramed = (beginning: Uint8Array): boolean =>
  uploadFraming.test(Buffer.from(beginning.subarray(0, 200)).toString('latin1'));

/** As much as can be unpacked of the beginning of a gzip; empty where it is none. */
function unpackedBeginning(beginning: Uint8Array): Uint8Array {
  try {
    return gunzipSync(beginning, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array();
  }
}

/** A file's bytes as they are to be saved. */
export interface PlainBody {
  body: AsyncIterable<Uint8Array>;
  /** Its first bytes, which are still in the body: up to `beginningSize` of them. */
  beginning: Uint8Array;
  /** Whether they came packed: then length, range, ETag and digests of the answer aren't theirs. */
  wasZipped: boolean;
}

const compressed = (status: number): FailedError =>
  new FailedError({ kind: 'protocol', status, detail: phrase('failureDetails.answer.compressed') });

/**
 * The body of an answer without the coding in which it came. What the header calls it is only believed where the bytes
 * agree: files that are gzip themselves are often labelled as if they came coded, and plain ones too. Rejects with
 * `protocol` where it is coded in a way that Ferry doesn't undo.
 *
 * @param file its name and type as far as known, and its size where the server announced it
 */
export async function plainBodyOf(
  answer: ByteAnswer,
  file: { name: string | null; type: string; size: number | null },
): Promise<PlainBody> {
  const { headers, status } = answer;
  const coding = codingOf(headers);
  const isOfItsLength = file.size !== null && contentLengthOf(headers['content-length']) === file.size;
  if (coding === 'other' && !isOfItsLength) throw compressed(status);
  const isDoubtful = coding === 'gzip' && isOfItsLength && file.size! <= longestDoubtful;
  const wanted = isDoubtful ? Math.max(file.size!, beginningSize) : beginningSize;
  const peeked = await peek(answer.body, file.size === null ? wanted : Math.min(wanted, file.size));
  const { beginning } = peeked;
  if (coding !== 'gzip') {
    if (/aws-chunked/i.test(headers['content-encoding'] ?? '') && isUploadFramed(beginning))
      throw compressed(status);
    return { ...peeked, wasZipped: false };
  }
  if (!isCoded(beginning, file, { isOfItsLength, isDoubtful })) {
    // Where the label is wrong and no length was announced, nothing proves these bytes.
    if (!looksLikeGzip(beginning) && headers['content-length'] === undefined && wholeIn(answer) === null)
      throw new FailedError({ kind: 'protocol', status, detail: phrase('failureDetails.answer.noGzip') });
    return { ...peeked, wasZipped: false };
  }
  return { ...(await peek(unzipped(peeked.body), beginningSize)), wasZipped: true };
}

/**
 * The body of a rest that may be appended to plain bytes; null where it is coded, or may be. A file that is gzip itself
 * and labelled as if it came coded is: in its middle no gzip begins, while a rest that was coded on its way begins as one.
 */
export async function plainRestOf(answer: ByteAnswer): Promise<AsyncIterable<Uint8Array> | null> {
  const { headers } = answer;
  const coding = codingOf(headers);
  if (coding === 'identity') return answer.body;
  const isFile = isGzipFile(headers['content-type'] ?? '', await nameFrom(headers['content-disposition']));
  if (coding !== 'gzip' || !isFile) return null;
  const { beginning, body } = await peek(answer.body, 3);
  return looksLikeGzip(beginning) ? null : body;
}

/** Whether bytes that are labelled gzip are that on their way only, and not the file. */
function isCoded(
  beginning: Uint8Array,
  file: { name: string | null; type: string; size: number | null },
  { isOfItsLength, isDoubtful }: { isOfItsLength: boolean; isDoubtful: boolean },
): boolean {
  if (!looksLikeGzip(beginning)) return false;
  const isFile = isGzipFile(file.type, file.name);
  if (file.size === null) return !isFile || looksLikeGzip(unpackedBeginning(beginning));
  if (!isOfItsLength) return true;
  return isDoubtful && !isFile && unpackedBeginning(beginning).length === file.size;
}
