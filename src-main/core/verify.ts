import { formatCount } from '../../src-shared/format.ts';
import type { Job, JobState } from '../../src-shared/job.ts';
import type { JobEvent } from '../../src-shared/job-step.ts';
import type { FileStore, JobStore } from './ports.ts';
import type { ProgressBoard } from './progress.ts';

/**
 * Reads back what is on the disk and proves it: the length that was announced, and for a zip its directory, against
 * what the server said it packed where it said so. Resolves with `proven` or `corrupt`.
 */
export async function verify(
  ports: { files: FileStore; store: JobStore; progress: ProgressBoard },
  job: Job & { state: Extract<JobState, { is: 'verifying' }> },
  signal: AbortSignal,
): Promise<JobEvent> {
  const { run } = job;
  const output = ports.store.output(job.id);
  if (!output) return { type: 'corrupt', run, reason: 'the unfinished file is not known anymore' };
  const hashed = await ports.files.hashPart(output, {
    signal,
    onProgress: (bytes) =>
      ports.progress.set({ phase: 'verifying', jobId: job.id, bytes, total: output.total ?? bytes }),
  });
  if (!hashed) return { type: 'corrupt', run, reason: 'another program removed the unfinished file' };
  if (output.total !== null && hashed.size !== output.total)
    return { type: 'corrupt', run, reason: `${hashed.size} bytes on the disk, ${output.total} announced` };

  const warnings: string[] = [];
  const isPrepared = job.state.source.from === 'prepared';
  const isNamedZip = isPrepared && /\.zip$/i.test(output.name?.trim() ?? '');
  const mustBeZip = isPrepared && (job.request.kind === 'alfresco' || isNamedZip);
  // Of bytes without an announced length nothing says that they are all there, but a zip ends with its directory.
  const mayProveItself = isPrepared && output.total === null;
  const files = mustBeZip || mayProveItself ? await ports.files.zipFileCount(output) : null;
  if (mustBeZip && files === null) return { type: 'corrupt', run, reason: 'it is not a readable zip' };
  if (output.total === null && files === null)
    return { type: 'corrupt', run, reason: 'the server didn’t say how long it is' };
  const promised = job.state.counters?.filesTotal ?? null;
  if (files !== null && promised !== null && files < promised)
    warnings.push(
      `The zip is incomplete: the server left out ${formatCount(promised - files, 'file')} of ${promised.toLocaleString('en-GB')}.`,
    );
  const { size, sha256, inode } = hashed;
  const name = ports.files.safeName(output.name ?? job.name);
  return { type: 'proven', run, name, size, sha256, inode, warnings };
}
