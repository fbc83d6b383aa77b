import type { JobStateName } from '../../../src-shared/job/job.ts';
import type { ServerItem } from '../../../src-shared/server-items.ts';
import type { JobView, Progress } from '../../../src-shared/job/job-view.ts';
import type { Trouble } from './job-outcome.ts';

/** A finished file. */
export interface SavedFile {
  jobId: string;
  path: string;
  /** Hex. */
  sha256: string;
  /** Bytes. */
  size: number;
  /** Sentences about the file that the user should read. */
  warnings: string[];
}

/** A line of `list`. */
export interface ListedJob {
  id: string;
  state: JobStateName;
  /** It is the state of a work that nobody does now. */
  isInterrupted: boolean;
  /** Why it was split, where that is known. */
  why?: 'chosen' | 'limit' | undefined;
  name: string;
  folder: string;
  /** Milliseconds since 1970. */
  changedAt: number;
  /** Of a saved file: bytes, and hex. */
  size: number | null;
  sha256: string | null;
}

/** A line of `browse` and `find`. */
export type FoundItem = Pick<ServerItem, 'id' | 'name' | 'path' | 'isFolder' | 'size' | 'modifiedAt'>;

/** What the terminal host says, to people or to a script. */
export interface Output {
  /** The job came to a state at a time, milliseconds since 1970. None is left out. */
  entered(job: JobView, state: JobStateName, at: number): void;
  /** At most four times a second a job. */
  progressed(job: JobView, state: JobStateName, progress: Progress): void;
  /** What the job waits for, in a sentence; null when it goes on. */
  waits(job: JobView, words: string | null): void;
  /** A sentence that is worth knowing and no failure. */
  noted(message: string, jobId?: string): void;
  saved(file: SavedFile): void;
  /** Why there is no file, in one line. */
  failed(trouble: Trouble, jobId: string | null): void;
  listed(job: ListedJob): void;
  /** A place, a folder or a document on a server. */
  found(item: FoundItem): void;
  /** Nothing follows but saved files and failures. */
  close(): void;
}

/** What can be written to. */
export interface Streams {
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
}
