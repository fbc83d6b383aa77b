import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { Comparison } from '../../../src-shared/history/comparison.ts';
import type { ContentEntry } from '../../../src-shared/history/content-lines.ts';
import type { Job, PreparedId } from '../../../src-shared/job/job.ts';
import type { Proof, Digest } from './server.ts';
import type { Contents, PartHashes } from './disk.ts';

/** One line of a job's timeline. */
export interface LogEntry {
  jobId: string;
  /** Milliseconds since 1970. */
  at: number;
  event: string;
  from: string;
  to: string;
  /** What is worth knowing, as plain data without secrets. */
  detail: Record<string, unknown>;
}

/** What is on the disk of a file that isn't finished. */
export interface Output extends PartHashes {
  jobId: string;
  folder: string;
  /** File name of the part inside the folder. */
  part: string;
  /** The volume on which the part was made; null before it is, and in rows of earlier versions. */
  volume: string | null;
  /** What the bytes came from: the id of the prepared thing or of the document. */
  sourceId: string;
  total: number | null;
  proof: Proof | null;
  /** The server's name for the file, raw. */
  name: string | null;
  /** Bytes known to be on the disk for good: fsync came before this was saved. */
  durable: number;
  /** What the server says of the whole file's bytes. */
  digests: Digest[];
  /** SHA-256 (hex) of the whole file, where it is known without reading it back. */
  sha256: string | null;
  /** The server's side is done with: all bytes came and the proof still held after the last one. */
  whole: boolean;
}

/** Something left on a server that must go, kept until it is done or the server has surely cleaned up itself. */
export interface CleanUp {
  jobId: string;
  connectionId: string;
  prepared: PreparedId;
  /** `ending`: it was cancelled, and its end is awaited before it is deleted. */
  how: 'cancel' | 'ending' | 'delete';
  attempts: number;
  /** Not before, milliseconds since 1970. */
  dueAt: number;
  createdAt: number;
}

/** What is kept of a saved zip: what it lists, and what came of comparing it. */
export interface ZipRecord {
  jobId: string;
  contents: Contents | null;
  comparison: Comparison | null;
}

/** A row that couldn't be read back was refused, and nothing was saved: the same row is refused whenever it is tried. */
export class RefusedRowError extends FailedError {}

/**
 * The jobs on the disk. Every method is synchronous and durable when it returns; throws `list-unsaved` or `internal`, and
 * a `RefusedRowError` for what doesn't fit its schema.
 */
export interface JobStore {
  /** Jobs that aren't final, plus how many rows couldn't be read and were set aside. */
  open(): { jobs: Job[]; setAside: number };
  /** When the older copy was made that had to be taken for a broken database, milliseconds since 1970; else null. */
  readonly restoredFrom: number | null;
  /** When the run before is last known to have been there, milliseconds since 1970; null where that isn't known. */
  readonly lastAlive: number | null;
  /** Keeps that this run is there now, as each change does by itself. Never throws. */
  noteAlive(): void;
  /** Jobs that are about to be removed, final ones too; those first that go first. */
  removals(): Job[];
  /** Rows, timeline entries, clean-ups and what is kept of zips in one transaction: all or nothing. */
  save(changes: Job[], entries: LogEntry[], cleanUps: CleanUp[], zips?: ZipRecord[]): void;
  job(id: string): Job | null;
  output(jobId: string): Output | null;
  outputs(): Output[];
  saveOutput(output: Output): void;
  dropOutput(jobId: string): void;
  cleanUps(): CleanUp[];
  saveCleanUp(cleanUp: CleanUp): void;
  dropCleanUp(cleanUp: Pick<CleanUp, 'connectionId' | 'prepared'>): void;
  appendLog(entry: LogEntry): void;
  log(jobId: string): LogEntry[];
  /** Final jobs, newest first: at most `limit` behind the first `offset`. */
  history(page: { offset: number; limit: number }): { jobs: Job[]; total: number };
  /** Final jobs of a connection, newest first, at most `limit`; only the newest 10,000 of all are looked through. */
  historyOf(connectionId: string, limit: number): Job[];
  /** Keeps what the zip of a job lists, in place of what was kept of it before. */
  saveContents(jobId: string, contents: Contents): void;
  contents(jobId: string): Contents | null;
  /** The files of the same list, some at a time, so that others have their turn; none where nothing is kept. */
  contentEntries(jobId: string): AsyncIterable<ContentEntry[]>;
  /** Keeps what came of comparing a zip. `isDue`: it still has to be compared. */
  saveComparison(jobId: string, comparison: Comparison, isDue: boolean): void;
  comparison(jobId: string): Comparison | null;
  /** Ids of jobs whose zips still have to be compared. */
  dueComparisons(): string[];
  /** The last job that was saved before a time and asked the same of the same connection; null where there is none. */
  savedBefore(job: Job, time: number): Job | null;
  remove(jobIds: string[]): void;
  close(): void;
}
