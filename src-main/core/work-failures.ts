import type { Failure } from '../../src-shared/failures/failure.ts';
import { FailedError, toFailure } from '../../src-shared/failures/failure.ts';
import { policyOf } from '../../src-shared/failures/failure-table.ts';
import type { Job } from '../../src-shared/job/job.ts';
import type { JobEvent } from '../../src-shared/job/job-events.ts';
import type { Connections } from './connections.ts';
import type { Folders } from './folders.ts';
import { logFailure } from './log-failure.ts';
import type { JobStore, Log, PartPlace } from './ports.ts';
import type { Space } from './space.ts';

/** Says what work that threw means: for its job, and for the gates that others wait at as well. */
export class WorkFailures {
  readonly #ports: { store: JobStore; log: Log };
  readonly #parts: { connections: Connections; folders: Folders; space: Space };

  constructor(
    ports: { store: JobStore; log: Log },
    parts: { connections: Connections; folders: Folders; space: Space },
  ) {
    this.#ports = ports;
    this.#parts = parts;
  }

  /** What a thrown thing means for the job, and for the gates that it concerns. */
  eventOf(job: Job, thrown: unknown): JobEvent {
    const failure = this.#meaning(job, toFailure(thrown));
    logFailure(this.#ports.log, 'work failed', thrown, { jobId: job.id });
    try {
      this.#closeGate(job, failure);
    } catch (other) {
      // Whatever else fails now, the job gets its event: without it, it would keep its slot for ever.
      logFailure(this.#ports.log, 'closing a gate failed', other, { jobId: job.id });
    }
    const isLost = thrown instanceof FailedError && thrown.answerLost && job.state.is === 'asking';
    return { type: isLost ? 'answerLost' : 'failed', run: job.run, failure };
  }

  /** Has all wait that a failure concerns besides the job. */
  #closeGate(job: Job, failure: Failure): void {
    const { scope, mayBeAll } = policyOf(failure.kind);
    if (mayBeAll) this.#parts.connections.look(job.connectionId);
    if (scope === 'connection') this.#parts.connections.report(job.connectionId, failure);
    // A job that alone doesn't fit waits alone.
    const waitsAlone = this.#parts.space.closed(job.id) !== null;
    if (scope === 'folder' && !waitsAlone) this.#parts.folders.report(job.folder, failure, this.#partOf(job));
  }

  /** What there is of it in its folder, or null. */
  #partOf(job: Job): PartPlace | null {
    const output = this.#ports.store.output(job.id);
    return output?.folder === job.folder ? output : null;
  }

  /** Without a network nothing that a server or a line did says anything about them: no try is burnt. */
  #meaning(job: Job, failure: Failure): Failure {
    const isOfTheLine = failure.kind === 'unreachable' || failure.kind === 'cut';
    return isOfTheLine && !this.#parts.connections.hasNetwork(job.connectionId)
      ? { kind: 'offline' }
      : failure;
  }
}
