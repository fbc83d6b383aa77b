import type { Job, Priority } from '../../src-shared/job/job.ts';
import type { Bandwidth } from './bandwidth.ts';
import type { Clock, Config, FileStore, JobStore, Log } from './ports.ts';
import type { ProgressPublisher } from './progress-publisher.ts';
import type { Space } from './space.ts';

/** The ports that a transfer needs. */
export interface TransferPorts {
  files: FileStore;
  store: JobStore;
  config: Config;
  clock: Clock;
  log: Log;
  progress: ProgressPublisher;
  bandwidth: Bandwidth;
  space: Space;
  /** Bytes that a power cut can cost at most. */
  checkpointBytes: number;
  /** How far runs came at most, by job and source: bytes that come once more are no progress. */
  furthest: Map<string, { sourceId: string; bytes: number }>;
  /** The job's priority, which the user may change while its bytes come. */
  priority: () => Priority;
  /** The bytes flow: what failed before no longer counts. */
  progressed: (job: Job) => void;
  /** Something for the job's timeline. */
  note: (job: Job, event: string, detail: Record<string, unknown>) => void;
}
