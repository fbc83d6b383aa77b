import type { Connection } from '../../src-shared/connection.ts';
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

/** After a long round comes a rest of so many times its length; one that would be shorter, in milliseconds, is left out. */
const restTimes = 4;
const shortestRest = 4;
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

  /**
   * How many wait for a slot before this job, or null when it doesn't wait for one. Of hundreds and thousands only the
   * leading digits are told.
   */
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
      const began = clock.monotonic();
      let nextAt: number | null;
      try {
        nextAt = this.#round();
      } catch (thrown) {
        // The store can't save just now: nothing was changed, and the next round tries again.
        logFailure(log, 'scheduling failed', thrown);
        nextAt = clock.now() + againAfter;
        this.#isDirty = false;
      }
      // With thousands of jobs a round takes its time, and everything that changes asks for one.
      const rest = restTimes * (clock.monotonic() - began);
      if (rest > shortestRest) await clock.sleep(rest, signal).catch(() => undefined);
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
    const inUse = new Set(jobs.openConnections());
    for (const cleanUp of this.#ports.store.cleanUps()) inUse.add(cleanUp.connectionId);
    connections.lookWhereDue(inUse);
    folders.checkWhereDue();
    space.checkWhereDue();

    const slots = (id: string): Slots => this.#slots(connections.find(id));
    const turn = schedule(
      queue,
      { all: this.#ports.config.settings().transferSlots, of: slots },
      gates.now(),
      now,
    );
    this.#tellAhead(turn.ahead);
    jobs.dispatchAll(turn.go, { type: 'slotFree' });

    let nextAt = Infinity;
    for (const job of queue) {
      const left = job.retryAt === null ? 0 : timeUntilRetry(job, now);
      if (left > 0) nextAt = Math.min(nextAt, now + left);
    }
    for (const at of [connections.nextLook(inUse), folders.nextCheck(), space.nextCheck()])
      nextAt = Math.min(nextAt, at ?? Infinity);
    return nextAt === Infinity ? null : nextAt;
  }

  /** Has the rows shown anew whose number is another one now. */
  #tellAhead(ahead: Map<string, number>): void {
    const before = this.#ahead;
    this.#ahead = ahead;
    const changed: string[] = [];
    let left = before.size;
    for (const [id, count] of ahead) {
      const last = before.get(id);
      if (last !== undefined) left -= 1;
      if (last !== count) changed.push(id);
    }
    // Looked for only where some don't wait anymore.
    if (left > 0) for (const id of before.keys()) if (!ahead.has(id)) changed.push(id);
    this.#touch(changed);
  }

  #slots(connection: Connection | null): Slots {
    const settings = this.#ports.config.settings();
    return {
      transfers: connection?.own?.transferSlots ?? settings.transferSlotsPerConnection,
      preparations: connection?.own?.preparationSlots ?? settings.preparationSlotsPerConnection,
    };
  }
}
