/** What is in flight, one chain a job: new work for a job begins only when the older has let go of its files. */
export class TaskChains {
  readonly #running = new Map<string, AbortController>();
  readonly #tails = new Map<string, Promise<void>>();
  readonly #onFailure: (key: string, thrown: unknown) => void;

  /** @param onFailure called for every task that rejects, except one that was stopped and rejects with its signal's reason */
  constructor(onFailure: (key: string, thrown: unknown) => void) {
    this.#onFailure = onFailure;
  }

  /**
   * Runs the task after everything started earlier for the same key, under a signal that `stop` aborts.
   */
  start(key: string, task: (signal: AbortSignal) => Promise<void>): void {
    const controller = new AbortController();
    this.#running.set(key, controller);
    this.after(key, async () => {
      try {
        if (!controller.signal.aborted) await task(controller.signal);
      } catch (thrown) {
        if (!controller.signal.aborted || thrown !== controller.signal.reason) throw thrown;
      } finally {
        if (this.#running.get(key) === controller) this.#running.delete(key);
      }
    });
  }

  /** Runs the task after everything started earlier for the key; `stop` doesn't end it. */
  after(key: string, task: () => Promise<void>): void {
    const tail = (this.#tails.get(key) ?? Promise.resolve())
      .then(task)
      .catch((thrown: unknown) => this.#onFailure(key, thrown))
      .finally(() => {
        if (this.#tails.get(key) === tail) this.#tails.delete(key);
      });
    this.#tails.set(key, tail);
  }

  /** Whether something runs or waits for the key and wasn't stopped. */
  isWanted(key: string): boolean {
    return this.#running.has(key);
  }

  stop(key: string): void {
    this.#running.get(key)?.abort();
    this.#running.delete(key);
  }

  stopAll(): void {
    for (const key of [...this.#running.keys()]) this.stop(key);
  }

  /** Resolves when nothing is in flight for these keys (default: for any). */
  async settled(keys?: string[]): Promise<void> {
    while ((keys ?? [...this.#tails.keys()]).some((key) => this.#tails.has(key)))
      await Promise.all((keys ?? [...this.#tails.keys()]).flatMap((key) => this.#tails.get(key) ?? []));
  }
}
