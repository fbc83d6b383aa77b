import { isOpen } from '../../src-shared/connection-machine.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { stateOf } from '../../src-shared/job/job-states.ts';
import type { Gate } from '../../src-shared/job/job-states.ts';
import type { WaitingFor } from '../../src-shared/job/waiting.ts';
import type { Connections } from './connections.ts';
import type { Folders } from './folders.ts';
import type { Space } from './space.ts';

/** What a round of the scheduler asks of each job. */
export interface GateLooks {
  isClosed(job: Job): boolean;
  /** Whether the job's connection has been looked at, so that the gate's answer means something. */
  isKnown(job: Job): boolean;
}

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
    for (const gate of stateOf(job).gates) {
      const closed = this.#at(gate, job);
      if (closed) return closed;
    }
    return null;
  }

  /**
   * The gates as they are now, for who asks for thousands of jobs in one go: what they say of a connection and an account
   * is found out once.
   */
  now(): GateLooks {
    const connections = new Map<string, { isKnown: boolean; isClosed: Map<string | null, boolean> }>();
    const lookAt = (job: Job): { isKnown: boolean; isClosed: Map<string | null, boolean> } => {
      let look = connections.get(job.connectionId);
      if (!look) {
        look = { isKnown: isOpen(this.#connections.state(job.connectionId)), isClosed: new Map() };
        connections.set(job.connectionId, look);
      }
      return look;
    };
    const isClosedAt = (gate: Gate, job: Job): boolean => {
      if (gate !== 'connection') return this.#at(gate, job) !== null;
      const { isClosed } = lookAt(job);
      let closed = isClosed.get(job.account);
      if (closed === undefined) isClosed.set(job.account, (closed = this.#at(gate, job) !== null));
      return closed;
    };
    return {
      isKnown: (job) => lookAt(job).isKnown,
      isClosed: (job) => {
        for (const gate of stateOf(job).gates) if (isClosedAt(gate, job)) return true;
        return false;
      },
    };
  }

  #at(gate: Gate, { id, connectionId, account, folder }: Job): WaitingFor | null {
    switch (gate) {
      case 'connection': {
        const offline = this.#connections.offlineSince(connectionId);
        if (offline !== null) return { for: 'network', since: offline };
        const closed = this.#connections.closed(connectionId, account);
        return closed && { for: 'connection', ...closed };
      }
      case 'folder': {
        // Its bytes come, whatever others found out; should they go nowhere, its transfer ends by itself.
        if (this.#space.isRunning(id)) return null;
        const closed = this.#folders.closed(folder);
        return closed && { for: 'folder', ...closed };
      }
      case 'space': {
        const short = this.#space.closed(id);
        return short && { for: 'folder', failure: short.failure, since: short.since };
      }
    }
  }
}
