/**
 * What has a script of its own, mostly a view: loaded when it is first needed, or before that while nothing else happens. What
 * couldn't be loaded stays away until the page is loaded anew, for browsers keep the failure of an import.
 */
export class Lazy<Loaded> {
  readonly #read: () => Promise<Loaded>;
  #loading: Promise<Loaded> | null = null;
  #loaded: Loaded | null = null;

  constructor(read: () => Promise<Loaded>) {
    this.#read = read;
  }

  /** For `{#await}`: what is here already is shown at once. Rejects where the script can't be loaded. */
  get now(): Loaded | Promise<Loaded> {
    return this.#loaded ?? this.load();
  }

  load(): Promise<Loaded> {
    this.#loading ??= this.#read().then((loaded) => (this.#loaded = loaded));
    return this.#loading;
  }
}
