import { SvelteMap } from 'svelte/reactivity';
import type { Failure } from '../../src-shared/failures/failure.ts';
import type { ZipEntry } from '../../src-shared/job/job-view.ts';
import type { JobFilesState } from './job-files.ts';

const pageSize = 200;
const searchDelay = 180;

const asked = (text: string): string => text.trim().slice(0, 200);

/** The names in one saved zip, in pages that are fetched as they come into sight. */
export class ZipEntriesState {
  /** Files that the present search finds, and the bytes they have unpacked. */
  total = $state(0);
  bytes = $state(0);
  loaded = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** What is searched for, as it was typed. */
  text = $state('');
  readonly #files: JobFilesState;
  readonly #jobId: string;
  readonly #pages = new SvelteMap<number, ZipEntry[]>();
  /** Numbers of pages that are on their way. */
  #fetching: number[] = [];
  #text = '';
  /** Raised with every search: an answer to an older one says nothing. */
  #edition = 0;
  #searching: ReturnType<typeof setTimeout> | undefined;

  /** @param text what led to the zip: searched for at once, unless no single file has all of it */
  constructor(files: JobFilesState, jobId: string, text = '') {
    this.#files = files;
    this.#jobId = jobId;
    this.text = text;
    this.#text = asked(text);
    void this.#fetch(0);
  }

  /** The file in that place, or undefined while it is on its way. */
  at(index: number): ZipEntry | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** Fetches what these places need and isn't here. */
  want(first: number, last: number): void {
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1)
      if (!this.#pages.has(page)) void this.#fetch(page);
  }

  /** Ferry answers again: what it couldn’t be asked for is fetched now. */
  again(): void {
    if (this.failure?.kind === 'disconnected') void this.#fetch(0);
  }

  /** Searches a moment after the last key. */
  search(text: string): void {
    clearTimeout(this.#searching);
    this.text = text;
    const wanted = asked(text);
    if (wanted === this.#text) return;
    this.#searching = setTimeout(() => {
      this.#text = wanted;
      this.#edition += 1;
      this.#fetching = [];
      void this.#fetch(0);
    }, searchDelay);
  }

  async #fetch(page: number): Promise<void> {
    if (this.#fetching.includes(page)) return;
    this.#fetching.push(page);
    const edition = this.#edition;
    const result = await this.#files.zipEntries({
      jobId: this.#jobId,
      text: this.#text,
      offset: page * pageSize,
      limit: pageSize,
    });
    if (edition !== this.#edition) return;
    this.#fetching = this.#fetching.filter((other) => other !== page);
    if (!result.ok) {
      this.failure = result.failure;
      return;
    }
    if (!this.loaded && this.#text !== '' && result.value.total === 0) {
      this.text = this.#text = '';
      return void this.#fetch(0);
    }
    // What an older search found stays until the first page of the new one is there.
    if (page === 0) this.#pages.clear();
    this.#pages.set(page, result.value.entries);
    this.total = result.value.total;
    this.bytes = result.value.bytes;
    this.failure = null;
    this.loaded = true;
  }
}
