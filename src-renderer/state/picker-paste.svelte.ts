import type { AppClient } from '../client.ts';
import type { CallOutput } from '../../src-shared/contract.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';

/** So many pasted things are looked up by one call: what was found of many is shown as it comes. */
const lookedUpAtOnce = 50;

/** What came of one pasted thing. */
export type Pasted = CallOutput<'browse.resolve'>['results'][number];

/** What was pasted, looked up thing by thing. */
export class PickerPaste {
  /** As it was pasted, whole. */
  text = '';
  results = $state.raw<readonly Pasted[]>([]);
  /** How many things were pasted; 0 until that is known. */
  total = $state(0);
  isLooking = $state(false);
  failure = $state.raw<Failure | null>(null);
  readonly #client: AppClient;
  readonly #connectionId: string;
  #edition = 0;
  #looking: Promise<void> = Promise.resolve();

  constructor(client: AppClient, connectionId: string) {
    this.#client = client;
    this.#connectionId = connectionId;
  }

  /** Resolves when nothing is looked up any more. */
  get done(): Promise<void> {
    return this.#looking;
  }

  /** Looks up what is in a text. `found` is called with each answer, as long as nothing else was pasted since. */
  lookUp(text: string, found: (results: readonly Pasted[]) => void): void {
    this.#looking = this.#lookUp(text, found);
  }

  async #lookUp(text: string, found: (results: readonly Pasted[]) => void): Promise<void> {
    this.#edition += 1;
    const edition = this.#edition;
    this.text = text;
    this.results = [];
    this.total = 0;
    this.failure = null;
    this.isLooking = true;
    let skip = 0;
    do {
      const result = await this.#client.call('browse.resolve', {
        connectionId: this.#connectionId,
        items: [text],
        skip,
        limit: lookedUpAtOnce,
      });
      if (edition !== this.#edition) return;
      if (!result.ok) {
        this.failure = result.failure;
        break;
      }
      this.results = [...this.results, ...result.value.results];
      this.total = result.value.total;
      found(result.value.results);
      skip += lookedUpAtOnce;
    } while (skip < this.total);
    this.isLooking = false;
  }

  /** Nothing is pasted any more. */
  clear(): void {
    this.#edition += 1;
    this.results = [];
    this.total = 0;
    this.failure = null;
    this.isLooking = false;
  }

  /** One that leads nowhere is taken away. */
  forget(text: string): void {
    this.results = this.results.filter((one) => one.text !== text);
  }
}
