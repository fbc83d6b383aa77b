import type { Failure } from '../../src-shared/failures/failure.ts';
import type { OpenFolder, ServerItem } from '../../src-shared/server-items.ts';
import { createPageSet, emptyMap, pagesOf, withEntry } from './picker-maps.ts';

/** Items of one page. */
export const pageLength = 100;

/** One page of a list, or why it isn't there. */
export type ItemsAnswer =
  | {
      ok: true;
      value: { items: ServerItem[]; hasMore: boolean; total: number | null; folder?: OpenFolder | null };
    }
  | { ok: false; failure: Failure };

/** A list of items that is loaded page by page, as far as it is looked at. */
export class PickerList {
  /** Loaded pages by number; the gaps are pages still to be loaded. */
  #pages = $state.raw(emptyMap<number, readonly ServerItem[]>());
  /** Items as far as known: those that the server tells of, else those that were loaded. */
  count = $state(0);
  failure = $state.raw<Failure | null>(null);
  isLoading = $state(true);
  /** The folder that is listed, once it is known. */
  folder = $state.raw<OpenFolder | null>(null);
  readonly #loading = createPageSet();
  #ask: (skip: number) => Promise<ItemsAnswer> = () => new Promise(() => undefined);
  #edition = 0;
  #inSight: [first: number, last: number] = [0, 0];

  /** Another list, from its first page on. `ask` loads a page from an item on. */
  open(ask: (skip: number) => Promise<ItemsAnswer>): void {
    this.#empty();
    this.isLoading = true;
    this.#ask = ask;
    void this.#load(0);
  }

  /** A list that is here already. */
  fill(items: readonly ServerItem[]): void {
    this.#empty();
    this.add(items);
  }

  /** More at its end. */
  add(items: readonly ServerItem[]): void {
    const all = [...this.loaded(), ...items];
    this.#pages = pagesOf(all, pageLength);
    this.count = all.length;
  }

  itemAt(index: number): ServerItem | undefined {
    return this.#pages.get(Math.floor(index / pageLength))?.[index % pageLength];
  }

  /** Everything that is loaded, in its order. */
  loaded(): ServerItem[] {
    return [...this.#pages].sort(([one], [other]) => one - other).flatMap(([, items]) => [...items]);
  }

  /** Loads what has come into sight. */
  seen(first: number, last: number): void {
    this.#inSight = [first, last];
    for (let page = Math.floor(first / pageLength); page <= Math.floor(last / pageLength); page += 1)
      void this.#load(page);
  }

  /** Loads once more what failed. */
  retry(): void {
    this.failure = null;
    this.isLoading = this.count === 0;
    this.seen(...this.#inSight);
  }

  #empty(): void {
    this.#edition += 1;
    this.#pages = emptyMap();
    this.#loading.clear();
    this.count = 0;
    this.failure = null;
    this.isLoading = false;
    this.#inSight = [0, 0];
    this.#ask = () => new Promise(() => undefined);
  }

  async #load(page: number): Promise<void> {
    if (this.#pages.has(page) || this.#loading.has(page)) return;
    this.#loading.add(page);
    const edition = this.#edition;
    const result = await this.#ask(page * pageLength);
    if (edition !== this.#edition) return;
    this.#loading.delete(page);
    this.isLoading = false;
    if (!result.ok) {
      this.failure = result.failure;
      return;
    }
    const { items, hasMore, total, folder = null } = result.value;
    this.#pages = withEntry(this.#pages, page, items);
    const known = page * pageLength + items.length;
    this.count = Math.max(this.count, total ?? known + (hasMore ? 1 : 0));
    if (!hasMore) this.count = total ?? known;
    if (folder) this.folder = folder;
  }
}
