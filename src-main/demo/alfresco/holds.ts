/** Where something that is held waits: at a named step, or once it has come past a number of bytes. */
export type HoldPoint<Step extends string> = Step | number;

interface Waiting {
  key: string;
  go: () => void;
}

/**
 * A gate that a test can close: whatever reaches the chosen point stays there until it is released. So a
 * test sees every state without sleeping.
 */
export class Hold<Step extends string = never> {
  #point: HoldPoint<Step> | null = null;
  #waiting: Waiting[] = [];
  #watchers: { key: string | null; seen: () => void }[] = [];

  /** Closes the gate at `point`; a number means: at the first chance at or after that many bytes. */
  close(point: HoldPoint<Step>): void {
    this.#point = point;
  }

  /** Opens the gate for good and lets all go that wait at it. */
  open(): void {
    this.#point = null;
    this.step();
  }

  /** Lets go what waits now, and stays closed: what reaches the point again waits again. */
  step(): void {
    const released = this.#waiting;
    this.#waiting = [];
    for (const one of released) one.go();
  }

  /** Resolves as soon as `key` (or anything, without a key) waits at the gate. */
  async held(key: string | null = null): Promise<void> {
    if (this.#waiting.some((one) => key === null || one.key === key)) return;
    await new Promise<void>((resolve) => this.#watchers.push({ key, seen: resolve }));
  }

  /** The bytes at which the gate is closed, or null. */
  get bytes(): number | null {
    return typeof this.#point === 'number' ? this.#point : null;
  }

  /** Called by the work itself: waits here if the gate is closed at `reached`; rejects when `signal` aborts. */
  async pass(key: string, reached: HoldPoint<Step>, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const point = this.#point;
    if (point === null) return;
    const closed =
      typeof point === 'number' ? typeof reached === 'number' && reached >= point : reached === point;
    if (!closed) return;
    await new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        key,
        go: () => {
          signal.removeEventListener('abort', aborted);
          resolve();
        },
      };
      const aborted = () => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', aborted, { once: true });
      this.#waiting.push(waiting);
      const seen = this.#watchers.filter((one) => one.key === null || one.key === key);
      this.#watchers = this.#watchers.filter((one) => !seen.includes(one));
      for (const one of seen) one.seen();
    });
  }
}
