import { limitAt } from '../../src-shared/bandwidth.ts';
import type { Priority } from '../../src-shared/job/job.ts';
import { WakeSignal } from './wake-signal.ts';
import type { Clock, Config } from './ports.ts';

/** Bytes that are written at once where nothing limits them. */
const largestSlice = 1024 * 1024;
const smallestSlice = 1024;
/** A limit is kept in steps of so many a second: what one sees as steady. */
const stepsPerSecond = 10;
/** The timetable is looked at at least so often, milliseconds. */
const longestWait = 1_000;

/** Shares of a limited bandwidth. */
const weights: Record<Priority, number> = { high: 4, normal: 2, low: 1 };

/** Bytes owed to a limit: it is open again when they have been paid by time. */
class Debt {
  #bytes = 0;
  #at = 0;

  /** Milliseconds until it is open; 0 when it is. */
  wait(limit: number | null, now: number): number {
    const paid = ((now - this.#at) * (limit ?? 0)) / 1000;
    this.#at = now;
    // Up to a step may be saved up, or whoever is served late by another limit would never catch up.
    this.#bytes = limit === null ? 0 : Math.max(-limit / stepsPerSecond, this.#bytes - paid);
    // A millionth of a byte is what rounding leaves.
    return limit === null || this.#bytes < 1e-6 ? 0 : (this.#bytes * 1000) / limit;
  }

  owe(bytes: number): void {
    this.#bytes += bytes;
  }
}

interface Asking {
  lane: Lane;
  bytes: number;
  go: () => void;
}

/** One transfer's place in line. */
export interface Lane {
  readonly connectionId: string;
  /** May change on the way. */
  priority: Priority;
  /** Bytes that it has had by its weight: who has had the least goes next. */
  had: number;
}

/**
 * Divides a limited bandwidth between transfers: a limit over all and one for each connection, both read anew for
 * every slice, so that a change and the timetable count at once. Slices are small and go to whoever has had the
 * least for its weight (weighted fair queuing), so each runs smoothly and none starves.
 */
export class Bandwidth {
  readonly #ports: { clock: Clock; config: Config };
  readonly #own: (connectionId: string) => number | null;
  readonly #all = new Debt();
  readonly #connections = new Map<string, Debt>();
  readonly #line = new Set<Asking>();
  readonly #changed = new WakeSignal();
  readonly #stopped = new AbortController();
  /** What the last one served had had: newcomers begin there and can't claim the past. */
  #reached = 0;
  #serving = false;

  constructor(ports: { clock: Clock; config: Config }, own: (connectionId: string) => number | null) {
    this.#ports = ports;
    this.#own = own;
  }

  lane(connectionId: string, priority: Priority): Lane {
    return { connectionId, priority, had: this.#reached };
  }

  /** Bytes that are best written at once now: small where a limit would make larger ones jerk. */
  slice(connectionId: string): number {
    const limits = [this.#limit(), this.#own(connectionId)].filter((limit) => limit !== null);
    if (limits.length === 0) return largestSlice;
    const slice = Math.floor(Math.min(...limits) / stepsPerSecond);
    return Math.min(largestSlice, Math.max(smallestSlice, slice));
  }

  /** Resolves when that many bytes of the lane may go; rejects with the signal's reason when aborted before. */
  async take(lane: Lane, bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#limit() === null && this.#own(lane.connectionId) === null) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    lane.had = Math.max(lane.had, this.#reached);
    const asking: Asking = { lane, bytes, go: resolve };
    const stop = (): void => {
      this.#line.delete(asking);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
    this.#line.add(asking);
    this.#changed.notify();
    if (!this.#serving) void this.#serve();
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Limits changed. */
  changed(): void {
    this.#changed.notify();
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #serve(): Promise<void> {
    this.#serving = true;
    const { clock } = this.#ports;
    while (this.#line.size > 0 && !this.#stopped.signal.aborted) {
      const wait = this.#round();
      if (this.#line.size === 0) break;
      const at = clock.now() + Math.min(longestWait, Math.ceil(wait));
      await this.#changed.waitUntil(at, clock, this.#stopped.signal);
    }
    this.#serving = false;
  }

  /** Lets those go who may; returns the milliseconds until the next may. */
  #round(): number {
    const now = this.#ports.clock.monotonic();
    for (;;) {
      const closed = this.#all.wait(this.#limit(), now);
      if (closed > 0) return closed;
      let next: Asking | null = null;
      let soonest = longestWait;
      for (const asking of this.#line) {
        const { connectionId } = asking.lane;
        const wait = this.#debt(connectionId).wait(this.#own(connectionId), now);
        if (wait > 0) soonest = Math.min(soonest, wait);
        else if (!next || asking.lane.had < next.lane.had) next = asking;
      }
      if (!next) return soonest;
      this.#line.delete(next);
      const { lane, bytes } = next;
      this.#reached = lane.had;
      lane.had += bytes / weights[lane.priority];
      if (this.#limit() !== null) this.#all.owe(bytes);
      if (this.#own(lane.connectionId) !== null) this.#debt(lane.connectionId).owe(bytes);
      next.go();
    }
  }

  #limit(): number | null {
    return limitAt(this.#ports.config.settings(), this.#ports.clock.now());
  }

  #debt(connectionId: string): Debt {
    const debt = this.#connections.get(connectionId) ?? new Debt();
    this.#connections.set(connectionId, debt);
    return debt;
  }
}
