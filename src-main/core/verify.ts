import { formatCount } from '../../src-shared/format.ts';
import type { Job, JobState } from '../../src-shared/job.ts';
import type { JobEvent } from '../../src-shared/job-step.ts';
import type { FileStore, JobStore } from './ports.ts';
import type { ProgressBoard } from './progress.ts';

/**
 * Reads back what is on the disk and proves it: the length that was announced, and for a zip its directory against
 * what the server said it packed. Resolves with `proven` or `corrupt`.
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
  const isZip = job.request.kind === 'alfresco' && job.state.source.from === 'prepared';
  if (isZip) {
    const files = await ports.files.zipFileCount(output);
    if (files === null) return { type: 'corrupt', run, reason: 'it is not a readable zip' };
    const promised = job.state.counters?.filesTotal ?? null;
    if (promised !== null && files < promised)
      warnings.push(
        `The zip is incomplete: the server left out ${formatCount(promised - files, 'file')} of ${promised.toLocaleString('en-GB')}.`,
      );
  } else if (output.total === null) {
    return { type: 'corrupt', run, reason: 'the server didn’t say how long it is' };
  }
  const { size, sha256, inode } = hashed;
  const name = ports.files.safeName(output.name ?? job.name);
  return { type: 'proven', run, name, size, sha256, inode, warnings };
}
