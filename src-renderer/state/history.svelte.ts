import { SvelteMap } from 'svelte/reactivity';
import { searchWords } from '../../src-shared/fold-text.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { everything } from '../../src-shared/history/history.ts';
import type { HistoryFilter, HistorySort, MonthCount, WhereFound } from '../../src-shared/history/history.ts';
import type { Beyond, KeepRule } from '../../src-shared/history/keeping.ts';
import { downloadsOnly, isNarrowing, periodBounds } from '../presentation/history-periods.ts';
import type { Period } from '../../src-shared/history/history.ts';
import type { AppClient } from '../client.ts';
import { MonthLines } from '../table/month-lines.ts';
import type { AskRange } from '../table/row-source.ts';
import { subscribeWhileVisible } from './subscribe-while-visible.ts';
import { rowHere } from './own-names.ts';
import type { RemovalState } from './removal.svelte.ts';
import type { UiState } from './ui.svelte.ts';

const pageSize = 100;
/** Pages that are kept; those that are farthest from what is seen go first. */
const mostPages = 10;
const searchDelay = 180;
/** So many rows can be left out of an answer. */
const mostHidden = 10_000;

interface Fetching {
  pages: readonly number[];
  /** The rows of each, or null; null for all that is void. */
  done: Promise<(JobView[] | null)[] | null>;
}

/** What is over for good, in pages that are fetched as they come into sight. */
export class HistoryState {
  /** Rows of the present search. */
  total = $state(0);
  /** All rows of the history, for the sidebar. */
  grandTotal = $state<number | null>(null);
  loaded = $state(false);
  text = $state('');
  /** The months of the present search, where its order is that of time. */
  months = $state.raw<readonly MonthCount[]>([]);
  /** Where its rows and months stand in a list. */
  readonly lines = $derived(new MonthLines(this.total, this.months));
  /** What of the history is shown; its days as well where no period is chosen. */
  filter = $state.raw<HistoryFilter>(everything);
  /** Days that go on with the calendar, in place of the filter's. */
  period = $state.raw<Period | null>(null);
  /** Folded words of the present search. */
  readonly words = $derived(searchWords(this.text));
  readonly isNarrowed = $derived(this.period !== null || isNarrowing(this.filter));
  readonly #pages = new SvelteMap<number, JobView[]>();
  /** Of the jobs on these pages. */
  readonly #found = new SvelteMap<string, WhereFound>();
  readonly #removal: RemovalState;
  /** Null for newest first. */
  #sort: HistorySort | null = null;
  /** Pages that are on their way. */
  #fetching: Fetching[] = [];
  readonly #client: AppClient;
  readonly #ui: UiState;
  /** Raised whenever what was fetched is void. */
  #edition = $state(0);
  /** Until then rows of the edition before may still be shown. */
  #renewed: Promise<unknown> = Promise.resolve();
  #shown = { first: 0, last: 0 };
  #searching: ReturnType<typeof setTimeout> | undefined;

  constructor(client: AppClient, ui: UiState, removal: RemovalState) {
    this.#client = client;
    this.#ui = ui;
    this.#removal = removal;
    ui.widenHistory = () => {
      if (this.isNarrowed) this.widen();
    };
    removal.onChange(() => this.#renew());
    subscribeWhileVisible(client, {
      listen: () => [client.on('history.changed', () => this.#renew())],
      catchUp: () => this.#renew(),
    });
  }

  /** How many downloads of the history have all these words; null where it can't be asked. */
  async countOf(text: string): Promise<number | null> {
    const result = await this.#client.call('history.query', {
      ...{ text, offset: 0, limit: 1 },
      filter: downloadsOnly(everything),
    });
    return result.ok ? result.value.total : null;
  }

  /** The row in that place, or undefined while it is on its way. */
  at(index: number): JobView | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** Where the words of the present search are in the job; undefined without a search. */
  whereFound(jobId: string): WhereFound | undefined {
    return this.text ? this.#found.get(jobId) : undefined;
  }

  find(jobId: string): JobView | undefined {
    for (const page of this.#pages.values()) {
      const job = page.find((row) => row.id === jobId);
      if (job) return job;
    }
    return undefined;
  }

  /** Those of these jobs whose rows are here. */
  findAll(jobIds: readonly string[]): JobView[] {
    const wanted = Object.fromEntries(jobIds.map((id) => [id, true]));
    return [...this.#pages.values()].flatMap((page) => page.filter(({ id }) => wanted[id]));
  }

  indexOf(jobId: string): number {
    for (const [number, page] of this.#pages) {
      const index = page.findIndex((row) => row.id === jobId);
      if (index >= 0) return number * pageSize + index;
    }
    return -1;
  }

  /** Fetches what these places need and isn't here. */
  want(first: number, last: number): void {
    this.#shown = { first, last };
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1) {
      if (!this.#pages.has(page)) void this.#fetch(page);
    }
  }

  /** Searches a moment after the last key. */
  search(text: string): void {
    clearTimeout(this.#searching);
    const wanted = text.trim().slice(0, 200);
    if (wanted === this.text) return;
    this.#searching = setTimeout(() => {
      this.text = wanted;
      this.#shown = { first: 0, last: 0 };
      this.#renew();
    }, searchDelay);
  }

  /** Raised whenever other rows may be shown than before. */
  get edition(): number {
    return this.#edition;
  }

  /** Shows what a filter leaves. Of the rows only what is in sight is here, so none stays chosen. */
  narrow(filter: Partial<HistoryFilter>, period = this.period): void {
    this.filter = { ...this.filter, ...filter };
    this.period = period;
    this.#shown = { first: 0, last: 0 };
    this.#ui.select(null);
    this.#renew();
  }

  /** Shows all rows that the words leave. */
  widen(): void {
    this.narrow(everything, null);
  }

  /** It isn't shown anymore: the next time it begins with all rows, without the last search. */
  leave(): void {
    clearTimeout(this.#searching);
    this.#shown = { first: 0, last: 0 };
    if (!this.text && !this.isNarrowed) return;
    this.text = '';
    this.filter = everything;
    this.period = null;
    this.loaded = false;
    this.#pages.clear();
    this.#renew();
  }

  /** What is asked of the app, but for its order and the page. */
  get terms(): { text: string; filter: HistoryFilter; without: string[] } {
    return {
      text: this.text,
      filter: downloadsOnly({ ...this.filter, ...(this.period && periodBounds(this.period, Date.now())) }),
      without: [...this.#removal.gone].slice(0, mostHidden),
    };
  }

  /** All that is shown, in its order: what an export is made of. */
  get shown(): { text: string; filter: HistoryFilter; without: string[]; sort: HistorySort | null } {
    return { ...this.terms, sort: this.#sort };
  }

  /** Whether the row was removed here, rather than being on a page that isn't loaded. */
  wasRemoved(jobId: string): boolean {
    return this.#removal.gone.has(jobId);
  }

  /** Another order of the rows; null for newest first. */
  sortBy(sort: HistorySort | null): void {
    if (JSON.stringify(sort) === JSON.stringify(this.#sort)) return;
    this.#sort = sort;
    this.#pages.clear();
    this.#renew();
  }

  /** The ids in these places, fetched where they aren't here; all of one edition, for rows move from one to the next. */
  async idsIn(range: AskRange): Promise<string[] | null> {
    for (;;) {
      const edition = this.#edition;
      await this.#renewed;
      const places = edition === this.#edition ? range() : null;
      const ids = places && (await this.#idsBetween(...places));
      if (edition === this.#edition) return ids;
    }
  }

  async #idsBetween(one: number, other: number): Promise<string[] | null> {
    const [first, last] = [Math.min(one, other), Math.max(one, other)];
    const ids: string[] = [];
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1) {
      const jobs = this.#pages.get(page) ?? (await this.#fetch(page));
      if (!jobs) return null;
      jobs.forEach((job, index) => {
        const place = page * pageSize + index;
        if (place >= first && place <= last) ids.push(job.id);
      });
    }
    return ids;
  }

  /** Rows that stay wherever the list is scrolled: that of the details, that of the keyboard, and where a range begins. */
  get #held(): string[] {
    const { selectedId, selection } = this.#ui;
    return [selectedId, selection.focus, selection.anchor].filter((id) => id !== null);
  }

  /** Fetches what is visible or held again; what is shown stays until the answer is there. */
  #renew(): void {
    this.#edition += 1;
    this.#fetching = [];
    const { first, last } = this.#shown;
    const held = this.#held.map((id) => this.indexOf(id)).filter((place) => place >= 0);
    // A row that came or went above them moves them by one, and maybe to another page.
    const places = [first, last, ...held].flatMap((place) => [Math.max(0, place - 1), place, place + 1]);
    const pages = [0, ...places.map((place) => Math.floor(place / pageSize))];
    for (const number of [...this.#pages.keys()]) if (!pages.includes(number)) this.#pages.delete(number);
    this.#renewed = this.#load(pages.filter((page, index) => pages.indexOf(page) === index)).done;
    if (this.text || this.isNarrowed) void this.#count();
  }

  /** The rows of a page; null when they can't be fetched, or aren't wanted anymore. */
  async #fetch(page: number): Promise<JobView[] | null> {
    const { pages, done } =
      this.#fetching.find((fetching) => fetching.pages.includes(page)) ?? this.#load([page]);
    return (await done)?.[pages.indexOf(page)] ?? null;
  }

  #load(pages: number[]): Fetching {
    const fetching = { pages, done: this.#query(pages) };
    this.#fetching.push(fetching);
    return fetching;
  }

  /** Pages that are fetched together come at once: a row that moves from one to the other is never on none. */
  async #query(pages: number[]): Promise<(JobView[] | null)[] | null> {
    const edition = this.#edition;
    const { terms } = this;
    const isAll = !this.text && !this.isNarrowed;
    const results = await Promise.all(
      pages.map((page) =>
        this.#client.call('history.query', {
          ...terms,
          offset: page * pageSize,
          limit: pageSize,
          sort: this.#sort,
        }),
      ),
    );
    if (edition !== this.#edition) return null;
    this.#fetching = this.#fetching.filter((fetching) => fetching.pages !== pages);
    const failed = results.find((result) => !result.ok);
    if (failed && failed.failure.kind !== 'disconnected') this.#ui.reportFailure(failed.failure);
    pages.forEach((page, index) => {
      const result = results[index];
      if (!result?.ok) return;
      const { jobs, total, found, months } = result.value;
      for (const { id } of jobs) this.#found.delete(id);
      for (const where of found) this.#found.set(where.jobId, where);
      this.#pages.set(page, jobs.map(rowHere));
      this.total = total;
      // A list is laid out anew where they are others.
      if (JSON.stringify(months) !== JSON.stringify(this.months)) this.months = months;
      if (isAll) this.grandTotal = total;
      this.loaded = true;
    });
    this.#dropFarPages();
    return results.map((result) => (result.ok ? result.value.jobs : null));
  }

  /** Whoever scrolls through years doesn't hold them all. */
  #dropFarPages(): void {
    const middle = (this.#shown.first + this.#shown.last) / 2 / pageSize;
    const held = this.#held;
    const far = [...this.#pages]
      .filter(([, jobs]) => !jobs.some(({ id }) => held.includes(id)))
      .map(([page]) => page)
      .sort((one, other) => Math.abs(other - middle) - Math.abs(one - middle));
    for (const page of far.slice(0, Math.max(0, this.#pages.size - mostPages))) this.#pages.delete(page);
  }

  /** What a rule for keeping would remove of a server's history now; null where that can't be told. */
  async beyond(connectionId: string, rule: KeepRule): Promise<Beyond | null> {
    const result = await this.#client.call('history.beyond', { connectionId, rule });
    return result.ok ? result.value : null;
  }

  async #count(): Promise<void> {
    const edition = this.#edition;
    const { without } = this.terms;
    const result = await this.#client.call('history.query', {
      ...{ text: '', offset: 0, limit: 1, without },
      filter: downloadsOnly(everything),
    });
    if (edition === this.#edition && result.ok) this.grandTotal = result.value.total;
  }
}
