import { isOpen } from '../../src-shared/connection-machine.ts';
import type { Job } from '../../src-shared/job/job.ts';
import type { WaitingFor } from '../../src-shared/job/waiting.ts';
import type { Connections } from './connections.ts';
import type { Folders } from './folders.ts';
import type { Space } from './space.ts';

const needsFolder = new Set(['ready', 'downloading', 'verifying', 'publishing']);
const needsConnection = new Set(['queued', 'asking', 'preparing', 'planning', 'ready', 'downloading']);

/** What a job has to wait for although nothing is wrong with it. Asked, never stored. */
export class Gates {
  readonly #connections: Connections;
  readonly #folders: Folders;
  readonly #space: Space;

  constructor(connections: Connections, folders: Folders, space: Space) {
    this.#connections = connections;
    this.#folders = folders;
    this.#space = space;
  }

  /** The closed gate in front of the job's next step, or null. */
  closed(job: Job): WaitingFor | null {
    if (needsConnection.has(job.state.is)) {
      const offline = this.#connections.offlineSince(job.connectionId);
      if (offline !== null) return { for: 'network', since: offline };
      const closed = this.#connections.closed(job.connectionId, job.account);
      if (closed) return { for: 'connection', ...closed };
    }
    if (needsFolder.has(job.state.is)) {
      const closed = this.#folders.closed(job.folder);
      if (closed) return { for: 'folder', ...closed };
    }
    if (job.state.is === 'ready') {
      const short = this.#space.closed(job.id);
      if (short) return { for: 'folder', failure: short.failure, since: short.since };
    }
    return null;
  }

  /** Whether the job's connection has been looked at, so that the gate's answer means something. */
  isKnown(job: Job): boolean {
    return isOpen(this.#connections.state(job.connectionId));
  }
}
