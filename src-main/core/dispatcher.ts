import type { Connection } from '../../src-shared/connection.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';
import type { Connections } from './connections.ts';
import { timeUntilRetry } from './wait-times.ts';
import type { Folders } from './folders.ts';
import type { Gates } from './gates.ts';
import type { Jobs } from './jobs.ts';
import { logFailure } from './log-failure.ts';
import { WakeSignal } from './wake-signal.ts';
import type { Clock, Config, JobStore, Log } from './ports.ts';
import { schedule } from './scheduler.ts';
import type { Slots } from './scheduler.ts';
import type { Space } from './space.ts';

/** How long to wait after a round that couldn't be saved. Milliseconds. */
const againAfter = 5_000;

interface PumpParts {
  jobs: Jobs;
  connections: Connections;
  folders: Folders;
  space: Space;
  gates: Gates;
}

/** Keeps things moving: gives out slots whenever something changed, and wakes by itself when a wait is over. */
export class Dispatcher {
  readonly #ports: { clock: Clock; config: Config; store: JobStore; log: Log };
  readonly #parts: PumpParts;
  readonly #touch: (jobIds: string[]) => void;
  readonly #changed = new WakeSignal();
  readonly #stopped = new AbortController();
  #ahead = new Map<string, number>();
  #isDirty = true;

  constructor(
    ports: { clock: Clock; config: Config; store: JobStore; log: Log },
    parts: PumpParts,
    touch: (jobIds: string[]) => void,
  ) {
    this.#ports = ports;
    this.#parts = parts;
    this.#touch = touch;
  }

  /** How many wait for a slot before this job, or null when it doesn't wait for one. */
  ahead(jobId: string): number | null {
    return this.#ahead.get(jobId) ?? null;
  }

  start(): void {
    void this.#run(this.#stopped.signal);
  }

  /** Something changed: slots, gates, settings, jobs. */
  wake(): void {
    this.#isDirty = true;
    this.#changed.notify();
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#ports;
    while (!signal.aborted) {
      this.#isDirty = false;
      let nextAt: number | null;
      try {
        nextAt = this.#round();
      } catch (thrown) {
        // The store can't save just now: nothing was changed, and the next round tries again.
        logFailure(log, 'scheduling failed', thrown);
        nextAt = clock.now() + againAfter;
        this.#isDirty = false;
      }
      // What this round changed is looked at in the next.
      if (this.#isDirty) continue;
      await this.#changed.waitUntil(nextAt, clock, signal);
    }
  }

  /** One round; returns when the next is due by itself, milliseconds since 1970. */
  #round(): number | null {
    const { jobs, connections, folders, space, gates } = this.#parts;
    jobs.recover();
    const now = this.#ports.clock.now();
    const queue = jobs.all();
    const inUse = new Set(queue.filter((job) => !isFinal(job)).map((job) => job.connectionId));
    for (const cleanUp of this.#ports.store.cleanUps()) inUse.add(cleanUp.connectionId);
    connections.lookWhereDue(inUse);
    folders.checkWhereDue();
    space.checkWhereDue();

    const slots = (id: string): Slots => this.#slots(connections.find(id));
    const turn = schedule(queue, { all: this.#ports.config.settings().transferSlots, of: slots }, gates, now);
    const before = this.#ahead;
    this.#ahead = turn.ahead;
    this.#touch(
      [...new Set([...before.keys(), ...turn.ahead.keys()])].filter(
        (id) => before.get(id) !== turn.ahead.get(id),
      ),
    );
    jobs.dispatchAll(turn.go, { type: 'slotFree' });

    const times = queue.flatMap((job) => {
      const left = timeUntilRetry(job, now);
      return left > 0 ? [now + left] : [];
    });
    const others = [connections.nextLook(inUse), folders.nextCheck(), space.nextCheck()].filter(
      (at) => at !== null,
    );
    const all = [...times, ...others];
    return all.length === 0 ? null : Math.min(...all);
  }

  #slots(connection: Connection | null): Slots {
    const settings = this.#ports.config.settings();
    return {
      transfers: connection?.own?.transferSlots ?? settings.transferSlotsPerConnection,
      preparations: connection?.own?.preparationSlots ?? settings.preparationSlotsPerConnection,
    };
  }
}
