/**
 * A text that the browser remembers for this place, or for this tab. It needn't: a user can forbid it, and there may be no
 * room. Then it is remembered for as long as the page lives, and nothing else breaks.
 */
export class PersistedText {
  readonly #storage: 'localStorage' | 'sessionStorage';
  readonly #key: string;
  #own: string | null = null;

  constructor(storage: 'localStorage' | 'sessionStorage', key: string) {
    this.#storage = storage;
    this.#key = key;
  }

  /** Null where none is remembered. Anybody may have written it: check it as what comes from outside. */
  read(): string | null {
    try {
      return globalThis[this.#storage].getItem(this.#key) ?? this.#own;
    } catch {
      return this.#own;
    }
  }

  write(text: string): void {
    this.#own = text;
    try {
      globalThis[this.#storage].setItem(this.#key, text);
    } catch {
      // The page has its own.
    }
  }
}
