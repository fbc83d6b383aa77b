import { kindOf } from '../../src-shared/kinds/kind-table.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import type { JobEvent } from '../../src-shared/job/job-events.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Phrase, Words } from '../../src-shared/language/words.ts';
import { filedAs } from './filed-as.ts';
import type { Filing } from './filed-as.ts';
import type { FileHash, FileStore, JobStore, Output } from './ports.ts';
import type { ProgressPublisher } from './progress-publisher.ts';

type Verifying = Job & { state: Extract<JobState, { is: 'verifying' }> };

/** The ports that verifying needs. */
export interface VerifyPorts {
  files: FileStore;
  store: JobStore;
  progress: ProgressPublisher;
  filing: Filing;
  /** Says it in the host's language. */
  say: (words: Words) => string;
}

/**
 * Proves what is on the disk: the length that was announced, the digests that the server announced, and for a zip its
 * directory, against what the server said it packed where it said so. What was hashed while it came isn't read again.
 * Resolves with `proven` or `corrupt`.
 */
export async function verify(ports: VerifyPorts, job: Verifying, signal: AbortSignal): Promise<JobEvent> {
  const { run } = job;
  const corrupt = (reason: Phrase): JobEvent => ({ type: 'corrupt', run, reason });
  const output = ports.store.output(job.id);
  if (!output) return corrupt(phrase('failureDetails.bytes.partForgotten'));
  const found = await fingerprint(ports, job, output, signal);
  if (!found) return corrupt(phrase('failureDetails.bytes.partRemoved'));
  if (found.damagedAt !== null) {
    keepUpTo(ports.store, output, found.damagedAt);
    return { type: 'corrupt', run, reason: phrase('failureDetails.bytes.otherBytes'), keepPart: true };
  }
  if (output.total !== null && found.size !== output.total)
    return corrupt(phrase('failureDetails.bytes.otherSize', { there: found.size, announced: output.total }));
  const wrong = output.digests.find(({ algorithm, hex }) => {
    const own = algorithm === 'sha-256' ? found.sha256 : found.digests[algorithm];
    return own !== undefined && own !== hex.toLowerCase();
  });
  if (wrong) return corrupt(phrase('failureDetails.bytes.otherDigest', { algorithm: wrong.algorithm }));

  const warnings: Words[] = [];
  const isPrepared = job.state.source.from === 'prepared';
  const isNamedZip = /\.zip$/i.test(output.name?.trim() ?? '');
  const mustBeZip = isPrepared && (kindOf(job.request.kind).packsZips || isNamedZip);
  // Of bytes without an announced length nothing says that they are all there, but a zip ends with its directory.
  const mayProveItself = isPrepared && output.total === null;
  const isJudged = mustBeZip || mayProveItself;
  const contents = isJudged || isNamedZip ? await ports.files.zipContents(output) : null;
  const files = isJudged ? (contents?.files ?? null) : null;
  if (mustBeZip && files === null) return corrupt(phrase('failureDetails.bytes.noReadableZip'));
  if (output.total === null && files === null) return corrupt(phrase('failureDetails.bytes.noLengthTold'));
  const promised = job.state.counters?.filesTotal ?? null;
  if (files !== null && promised !== null && files < promised)
    warnings.push(phrase('row.incompleteZip', { count: promised - files, total: promised }));
  // Kept before the file is, so that the contents of every saved file are known.
  if (contents) {
    ports.store.saveContents(job.id, contents);
    const listing = isPrepared ? ({ is: 'due', isAsked: false } as const) : null;
    ports.store.saveComparison(job.id, { listing, changes: null }, true);
  }
  const { size, sha256, inode } = found;
  const { folders, name } = filedAs(job, output.name, ports.filing, ports.say);
  const isAnnounced = output.total !== null;
  return { type: 'proven', run, folders, name, size, sha256, inode, isAnnounced, warnings };
}

/** From what was hashed on the way where that says all, else read back from the disk. */
async function fingerprint(
  { files, progress }: VerifyPorts,
  job: Verifying,
  output: Output,
  signal: AbortSignal,
): Promise<FileHash | null> {
  const also = output.digests.map(({ algorithm }) => algorithm).filter((name) => name !== 'sha-256');
  if (output.sha256 !== null && also.length === 0) {
    const there = await files.lookAtPart(output);
    if (!there || there.size === output.durable)
      return there && { ...there, sha256: output.sha256, damagedAt: null, digests: {} };
  }
  return files.hashPart(output, {
    signal,
    known: output,
    also,
    onProgress: (bytes) =>
      progress.set({ phase: 'verifying', jobId: job.id, bytes, total: output.total ?? bytes }),
  });
}

/** What comes before a damaged piece needn't be fetched again. */
function keepUpTo(store: JobStore, output: Output, durable: number): void {
  store.saveOutput({ ...output, durable, tail: null, sha256: null, whole: false });
}
