import type { Clock } from '../../src-main/core/ports.ts';

/** Sleepers that one `advance` may wake: a loop that never ends fails instead of hanging. */
const mostWakes = 20_000;

/** Lets everything run that doesn't wait for the clock. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 8; round += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that only moves when a test says so. Starts in September 2026. */
export class FakeClock implements Clock {
  #now: number;
  /** How far the calendar was set away from what has passed. */
  #set = 0;
  readonly #sleepers = new Set<{ at: number; wake: () => void }>();

  constructor(now = 1_790_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now + this.#set;
  }

  /** Somebody sets the calendar by so many milliseconds; nothing has passed, and no sleeper wakes. */
  set(milliseconds: number): void {
    this.#set += milliseconds;
  }

  monotonic(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const sleeper = {
        at: this.#now + Math.max(0, milliseconds),
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal.removeEventListener('abort', abort);
          resolve();
        },
      };
      const abort = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason as Error);
      };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  /** Moves on by so many milliseconds, waking sleepers in their order and letting each do its work. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settle();
    for (let wakes = 0; ; wakes += 1) {
      if (wakes > mostWakes) throw new Error('the clock was asked to wake sleepers without end');
      const next = [...this.#sleepers].sort((one, other) => one.at - other.at)[0];
      if (!next || next.at > end) break;
      this.#now = next.at;
      next.wake();
      await settle();
    }
    this.#now = end;
    await settle();
  }

  /** Moves on until the condition holds, at most so many milliseconds. */
  async until(condition: () => boolean, most = 3_600_000): Promise<void> {
    const end = this.#now + most;
    await settle();
    while (!condition()) {
      const next = Math.min(...[...this.#sleepers].map((sleeper) => sleeper.at));
      if (next > end) throw new Error(`the condition did not hold within ${most} ms`);
      await this.advance(Math.max(0, next - this.#now));
    }
  }

  /** When the next sleeper wakes, or null where nobody sleeps. */
  get nextWake(): number | null {
    if (this.#sleepers.size === 0) return null;
    return Math.min(...[...this.#sleepers].map((sleeper) => sleeper.at)) + this.#set;
  }

  /** How many wait: nothing may be left over after an app has stopped. */
  get sleeping(): number {
    return this.#sleepers.size;
  }
}
