import { FailedError } from '../../src-shared/failures/failure.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import type { JobEvent } from '../../src-shared/job/job-events.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Words } from '../../src-shared/language/words.ts';
import type { Filing } from './filed-as.ts';
import { filedAs } from './filed-as.ts';
import { logFailure } from './log-failure.ts';
import type { Finished, PartPlace, Ports } from './ports.ts';

type Downloading = Job & { state: Extract<JobState, { is: 'downloading' }> };

/** What a file of the same name is dealt with by. */
type SameNamePorts = Pick<Ports, 'files' | 'desktop' | 'log' | 'say'>;

/**
 * Moves the file to the trash whose name a verified one is to get. Resolves with the name of what went, and with what the
 * user should know where it stays: then the new one is numbered.
 */
export async function makeRoom(
  { files, desktop, log }: SameNamePorts,
  job: Job,
  place: PartPlace,
  file: Pick<Finished, 'folders' | 'name'>,
): Promise<{ replaced: string | null; warnings: Words[] }> {
  const old = await files.sameName(place, file);
  const part = old && (await files.lookAtPart(place));
  // Without a part the name was given by a run that ended right after: what has it is the new file.
  if (!old || !part || old.inode === part.inode) return { replaced: null, warnings: [] };
  const stays = { replaced: null, warnings: [phrase('row.notReplaced', { name: old.fileName })] };
  if (!desktop.trash) return stays;
  try {
    await desktop.trash(await files.locate(old.folder, old.fileName));
    return { replaced: old.fileName, warnings: [] };
  } catch (thrown) {
    if (thrown instanceof FailedError && thrown.failure.kind === 'file-missing')
      return { replaced: null, warnings: [] };
    logFailure(log, 'moving to the trash failed', thrown, { jobId: job.id });
    return stays;
  }
}

/** The event that a document needn't be fetched, as the file of its name has its size and is no older; else null. */
export async function unchangedFile(
  { files, say }: SameNamePorts,
  job: Downloading,
  filing: Filing,
  options: { part: string; signal: AbortSignal },
): Promise<JobEvent | null> {
  const { source } = job.state;
  if (source.from !== 'content') return null;
  const { name, size, modifiedAt } = source.content;
  if (size === undefined || modifiedAt === undefined) return null;
  const place = { folder: job.folder, part: options.part };
  const old = await files.sameName(place, filedAs(job, name, filing, say));
  if (!old || old.size !== size || old.modifiedAt < modifiedAt) return null;
  const read = { signal: options.signal, known: { pieces: [], tail: null }, also: [] };
  const hash = await files.hashPart({ folder: old.folder, part: old.fileName }, read);
  if (!hash || hash.size !== size) return null;
  const { folder, fileName } = old;
  return { type: 'unchanged', run: job.run, folder, fileName, size, sha256: hash.sha256 };
}
