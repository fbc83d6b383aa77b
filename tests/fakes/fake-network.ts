import type { Network } from '../../src-main/core/ports.ts';

/** A network that a test switches on and off. */
export class FakeNetwork implements Network {
  #online = true;
  readonly #listeners = new Set<() => void>();

  isOnline(): boolean {
    return this.#online;
  }

  /** Servers that only this machine could hold have fake names here too, so none is exempt. */
  leadsTo(): boolean {
    return this.#online;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(online: boolean): void {
    this.#online = online;
    for (const listener of [...this.#listeners]) listener();
  }
}
