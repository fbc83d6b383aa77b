import { setTimeout as delay } from 'node:timers/promises';

/** The demo server's own time. It runs with the machine's unless a test moves it on. */
export class DemoClock {
  readonly #base: () => number;
  #moved = 0;

  /** @param base milliseconds since 1970, as `Date.now` gives them */
  constructor(base: () => number = Date.now) {
    this.#base = base;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#base() + this.#moved;
  }

  /** Moves the server's time on: tickets age and prepared zips come due for the cleaner. */
  advance(milliseconds: number): void {
    this.#moved += milliseconds;
  }
}

/** Slows work down to a given speed. Short waits are saved up, because timers are no finer than a millisecond. */
export class Pace {
  #owed = 0;

  /** Waits for `milliseconds` of work; rejects when `signal` aborts. Nothing is waited for zero. */
  async spend(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.#owed += milliseconds;
    if (this.#owed < 20) return;
    const begun = performance.now();
    await delay(this.#owed, undefined, { signal });
    this.#owed -= performance.now() - begun;
  }
}
