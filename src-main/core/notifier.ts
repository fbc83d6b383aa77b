/** Wakes whoever waits for something to change. It carries no data: look again after waking. */
export class Notifier {
  readonly #waiting = new Set<() => void>();

  notify(): void {
    for (const wake of [...this.#waiting]) wake();
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
