import { settle } from '../fakes/fake-clock.ts';

/** Counts what is under way in the world outside: only when nothing is, may a fake clock move on. */
export class Busy {
  #count = 0;

  /** The same object, every promise of whose methods counts until it is settled; so do those of what they resolve with. */
  watch<Watched extends object>(watched: Watched): Watched {
    return new Proxy(watched, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...inputs: unknown[]): unknown => {
          const result: unknown = Reflect.apply(member, target, inputs);
          return result instanceof Promise ? this.#counted(result) : result;
        };
      },
    });
  }

  async #counted(promise: Promise<unknown>): Promise<unknown> {
    this.#count += 1;
    try {
      const value = await promise;
      const isPart = typeof value === 'object' && value !== null && 'write' in value;
      return isPart ? this.watch(value) : value;
    } finally {
      this.#count -= 1;
    }
  }

  /** Resolves when nothing is under way; rejects when something has no end. */
  async idle(patience = 30_000): Promise<void> {
    const end = performance.now() + patience;
    for (;;) {
      await settle();
      if (this.#count === 0) {
        await settle();
        if (this.#count === 0) return;
      }
      if (performance.now() > end) throw new Error('something in the world outside doesn’t end');
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}
