import type { Clock } from './ports.ts';

/** Wakes everything that waits for a change. It carries no data: look again after waking. */
export class WakeSignal {
  readonly #waiting = new Set<() => void>();

  notify(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves at the next `notify`, at the time `at` (milliseconds since 1970; null for never), or when aborted. */
  async waitUntil(at: number | null, clock: Clock, signal: AbortSignal): Promise<void> {
    const round = new AbortController();
    const end = (): void => round.abort();
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    const either = [this.wait(round.signal)];
    if (at !== null) either.push(clock.sleep(Math.max(0, at - clock.now()), round.signal));
    await Promise.race(either).catch(() => undefined);
    round.abort();
    await Promise.allSettled(either);
    signal.removeEventListener('abort', end);
  }

  /** Resolves at the next `notify`; rejects with the signal's reason. */
  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', abort);
        resolve();
      };
      const abort = (): void => {
        this.#waiting.delete(done);
        reject(signal.reason as Error);
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}
