import type { HashStream, HashThreads } from './hash-threads.ts';
import { hashHere } from './hash-threads.ts';
import type { Digests, HashPlan, HashState } from './piece-hasher.ts';

/** Bytes up to which it isn't worth to start a thread. */
export const fewBytes = 4 * 1024 * 1024;

/**
 * Hashes bytes of which nobody knows how many will come: the first few at once, and when there are more, all of them in
 * a thread. Until then the first ones are held, as a hash that was begun can't be carried over.
 */
export class GrowingHash implements HashStream {
  readonly #threads: HashThreads;
  readonly #plan: HashPlan;
  /** Where the next call goes; calls wait for it in their order. */
  #stream: Promise<HashStream>;
  #held: Uint8Array[] | null = [];
  #bytes = 0;
  #hasEnded = false;

  constructor(threads: HashThreads, plan: HashPlan) {
    this.#threads = threads;
    this.#plan = plan;
    this.#stream = hashHere(plan);
    this.#stream.catch(() => undefined);
  }

  async add(bytes: Uint8Array): Promise<void> {
    const held = this.#held;
    this.#bytes += bytes.length;
    if (held && this.#bytes > fewBytes) {
      this.#held = null;
      this.#stream = this.#moveOut(held);
      this.#stream.catch(() => undefined);
    }
    this.#held?.push(Uint8Array.from(bytes));
    await (await this.#stream).add(bytes);
  }

  async state(): Promise<HashState> {
    return (await this.#stream).state();
  }

  async digests(): Promise<Digests> {
    return (await this.#stream).digests();
  }

  end(): void {
    this.#hasEnded = true;
    this.#held = null;
    this.#stream.then(
      (stream) => stream.end(),
      () => undefined,
    );
  }

  async #moveOut(held: Uint8Array[]): Promise<HashStream> {
    const stream = await this.#threads.begin(this.#plan);
    if (!this.#hasEnded) await Promise.all(held.map((bytes) => stream.add(bytes)));
    return stream;
  }
}
