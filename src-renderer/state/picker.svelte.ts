import type { AppClient } from '../client.ts';
import type { CallOutput } from '../../src-shared/contract.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import { ownFolder, rootFolder } from '../../src-shared/server-items.ts';
import type { ItemSort, OpenFolder, Place, ServerItem, Site } from '../../src-shared/server-items.ts';
import { createPageSet, emptyMap, idsOf, withEntry } from './picker-maps.ts';
import { rowHere } from './own-names.ts';
import { overlapsOf } from '../presentation/item-words.ts';

/** Items of one page. */
const pageLength = 100;
/** Sites beside the places; all of them are one step away. */
const fewSites = 6;
/** So many things that are chosen at once are looked for among earlier downloads. */
const mostLookedUp = 20;
/** A pause in typing before it is looked for. Milliseconds. */
const typingPause = 300;

export type Pasted = CallOutput<'browse.resolve'>['results'][number];

/** What the list shows. */
export type Shown =
  { is: 'place'; place: Place } | { is: 'sites' } | { is: 'search'; text: string } | { is: 'pasted' };

/** What is known of how much is in a folder. */
export type FolderSize =
  { is: 'counting' } | { is: 'known'; files: number; bytes: number } | { is: 'unknown' };

/** What can't be meant as search words: an id, a reference, an address, a path. */
const pastedText = /:\/\/|^\s*[/\\]|\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\b|^\s*ms-[a-z]+:/i;

/** Choosing on one server: what is listed, what was chosen, and what is known of it. */
export class PickerState {
  readonly connectionId: string;
  shown = $state.raw<Shown>({ is: 'place', place: { is: 'favourites' } });
  /** Loaded pages by number; the list's gaps are pages still to be loaded. */
  #pages = $state.raw(emptyMap<number, readonly ServerItem[]>());
  /** Items of the list as far as known: those that the server tells of, else those that were loaded. */
  count = $state(0);
  folder = $state.raw<OpenFolder | null>(null);
  failure = $state.raw<Failure | null>(null);
  isLoading = $state(true);
  /** Only names were searched. */
  isByNames = $state(false);
  /** The server has no search: of so many loaded items those that fit are shown. */
  lookedAt = $state<number | null>(null);
  canSearch = $state(true);
  sites = $state.raw<Site[]>([]);
  sort = $state.raw<ItemSort>({ by: 'name', descending: false });
  text = $state('');
  pasted = $state.raw<readonly Pasted[]>([]);
  /** Whether the search is in the open folder only. */
  isWithin = $state(false);
  /** What was chosen, in the order of choosing. */
  basket = $state.raw<readonly ServerItem[]>([]);
  sizes = $state.raw(emptyMap<string, FolderSize>());
  /** Downloads of the same things, by their id. */
  earlier = $state.raw(emptyMap<string, JobView>());
  readonly chosenIds = $derived(idsOf(this.basket));
  readonly overlaps = $derived(overlapsOf(this.basket));
  readonly total = $derived.by(() => {
    let [files, bytes, isOpen] = [0, 0, false];
    for (const { id, isFolder, size } of this.basket) {
      if (this.overlaps.has(id)) continue;
      const folder = this.sizes.get(id);
      if (!isFolder) [files, bytes] = [files + 1, bytes + (size ?? 0)];
      else if (folder?.is === 'known') [files, bytes] = [files + folder.files, bytes + folder.bytes];
      else isOpen = true;
    }
    return { files, bytes, isOpen };
  });
  readonly #client: AppClient;
  #asked = 0;
  readonly #loading = createPageSet();
  #typing: ReturnType<typeof setTimeout> | undefined;
  #beforeSearch: Shown = this.shown;
  /** What was loaded when a search began. */
  #loadedBefore: ServerItem[] = [];

  constructor(client: AppClient, connectionId: string) {
    this.#client = client;
    this.connectionId = connectionId;
  }

  /** Looks around: the places, the sites, and what is shown first. */
  async begin(): Promise<void> {
    const { connectionId } = this;
    this.show({ is: 'place', place: { is: 'folder', id: ownFolder } });
    const [search, sites] = await Promise.all([
      this.#client.call('browse.canSearch', { connectionId }),
      this.#client.call('browse.sites', { connectionId, which: 'mine', skip: 0, limit: fewSites }),
    ]);
    if (search.ok) this.canSearch = search.value.canSearch;
    if (sites.ok) this.sites = sites.value.sites;
    // Not every user has a folder of their own.
    if (this.failure?.kind === 'not-found' && this.count === 0)
      this.show({ is: 'place', place: { is: 'folder', id: rootFolder } });
  }

  show(shown: Shown): void {
    if (shown.is === 'place' || shown.is === 'sites') {
      this.text = '';
      this.#beforeSearch = shown;
      this.folder = null;
    }
    if (shown.is === 'search' && this.shown.is === 'place') this.#loadedBefore = this.loaded();
    this.#empty(shown);
    if (shown.is !== 'pasted') void this.#load(0);
  }

  /** Its name and the way back are there at once, also where the server refuses to show what is in it. */
  openFolder({ id, name }: Pick<ServerItem, 'id' | 'name'>): void {
    const from = this.folder;
    this.show({ is: 'place', place: { is: 'folder', id } });
    if (!from) return;
    const place = from.above.findIndex((one) => one.id === id);
    const above = place < 0 ? [...from.above, { id: from.id, name: from.name }] : from.above.slice(0, place);
    this.folder = { id, name, path: '', above };
  }

  /** To the folder above; false where there is none. */
  up(): boolean {
    const parent = this.folder?.above.at(-1);
    if (parent) this.openFolder(parent);
    return parent !== undefined;
  }

  sortBy(by: ItemSort['by']): void {
    const descending = this.sort.by === by ? !this.sort.descending : by !== 'name';
    this.sort = { by, descending };
    this.#empty(this.shown);
    void this.#load(0);
  }

  /** What is in the field changed: words are looked for, anything pasted is resolved. */
  typed(text: string): void {
    this.text = text;
    clearTimeout(this.#typing);
    if (text.trim() === '') {
      if (this.shown.is === 'search' || this.shown.is === 'pasted') this.show(this.#beforeSearch);
      return;
    }
    const look = (): void => {
      if (pastedText.test(text)) void this.#resolve(text);
      else this.show({ is: 'search', text: text.trim() });
    };
    this.#typing = setTimeout(look, typingPause);
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
    for (let page = Math.floor(first / pageLength); page <= Math.floor(last / pageLength); page += 1)
      void this.#load(page);
  }

  choose(items: readonly ServerItem[]): void {
    const added = items.filter(({ id }) => !this.chosenIds.has(id));
    if (added.length === 0) return;
    this.basket = [...this.basket, ...added];
    for (const { id, isFolder } of added) if (isFolder) void this.#measure(id);
    // Of many at once it would be as many questions: then nobody reads the answers.
    if (added.length <= mostLookedUp) for (const { id } of added) void this.#lookForEarlier(id);
  }

  leaveOut(ids: readonly string[]): void {
    this.basket = this.basket.filter(({ id }) => !ids.includes(id));
  }

  /** Of the list that is shown only this one; what was chosen elsewhere stays. */
  chooseAlone(item: ServerItem): void {
    const others = idsOf(this.loaded().filter(({ id }) => id !== item.id));
    this.basket = this.basket.filter(({ id }) => !others.has(id));
    this.choose([item]);
  }

  /** What was chosen before. */
  restore(basket: readonly ServerItem[]): void {
    this.basket = basket;
  }

  toggle(item: ServerItem): void {
    if (this.chosenIds.has(item.id)) this.leaveOut([item.id]);
    else this.choose([item]);
  }

  /** A pasted thing that leads nowhere is taken out of the field's list. */
  forgetPasted(text: string): void {
    this.pasted = this.pasted.filter((one) => one.text !== text);
  }

  #empty(shown: Shown): void {
    this.#asked += 1;
    this.shown = shown;
    this.#pages = emptyMap();
    this.#loading.clear();
    this.count = 0;
    this.failure = null;
    this.lookedAt = null;
    this.isByNames = false;
    this.isLoading = shown.is !== 'pasted';
  }

  async #load(page: number): Promise<void> {
    if (this.#pages.has(page) || this.#loading.has(page)) return;
    this.#loading.add(page);
    const asked = this.#asked;
    const result = await this.#ask(page * pageLength);
    if (asked !== this.#asked) return;
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

  #ask(skip: number): Promise<
    | {
        ok: true;
        value: Pick<CallOutput<'browse.list'>, 'items' | 'hasMore' | 'total'> & {
          folder?: OpenFolder | null;
        };
      }
    | { ok: false; failure: Failure }
  > {
    const { connectionId, shown } = this;
    const page = { connectionId, skip, limit: pageLength };
    switch (shown.is) {
      case 'place':
        return this.#client.call('browse.list', { ...page, place: shown.place, sort: this.sort });
      case 'search':
        return this.#search(shown.text, page);
      case 'sites':
        return this.#client.call('browse.sites', { ...page, which: 'all' }).then((result) => {
          if (!result.ok) return result;
          const { sites, hasMore, total } = result.value;
          return { ok: true as const, value: { items: sites.map(itemOfSite), hasMore, total } };
        });
      case 'pasted':
        return Promise.resolve({ ok: true as const, value: { items: [], hasMore: false, total: 0 } });
    }
  }

  async #search(text: string, page: { connectionId: string; skip: number; limit: number }) {
    const within = this.isWithin ? (this.folder?.id ?? null) : null;
    const before = this.#loadedBefore;
    const result = await this.#client.call('browse.search', { ...page, text, within });
    if (result.ok) {
      this.isByNames = result.value.by === 'names';
      return result;
    }
    if (result.failure.kind !== 'unsupported') return result;
    // Without a search what is loaded can still be looked through.
    const words = text.toLowerCase().split(/\s+/);
    const items = before.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
    this.lookedAt = before.length;
    return { ok: true as const, value: { items, hasMore: false, total: items.length } };
  }

  async #resolve(text: string): Promise<void> {
    this.#empty({ is: 'pasted' });
    this.isLoading = true;
    const asked = this.#asked;
    const { connectionId } = this;
    const result = await this.#client.call('browse.resolve', { connectionId, items: [text] });
    if (asked !== this.#asked) return;
    this.isLoading = false;
    if (!result.ok) {
      this.failure = result.failure;
      return;
    }
    this.pasted = result.value.results;
    const items = this.pasted.flatMap((one) => (one.is === 'item' ? [one.item] : []));
    this.#pages = withEntry(emptyMap<number, readonly ServerItem[]>(), 0, items);
    this.count = items.length;
    this.choose(items);
  }

  async #lookForEarlier(id: string): Promise<void> {
    if (this.earlier.has(id)) return;
    const { connectionId } = this;
    const result = await this.#client.call('jobs.similar', { connectionId, items: [id] });
    if (result.ok && result.value.job) this.earlier = withEntry(this.earlier, id, rowHere(result.value.job));
  }

  async #measure(id: string): Promise<void> {
    if (this.sizes.has(id)) return;
    const note = (size: FolderSize): void => {
      this.sizes = withEntry(this.sizes, id, size);
    };
    note({ is: 'counting' });
    const result = await this.#client.call('browse.size', { connectionId: this.connectionId, folderId: id });
    note(result.ok && result.value.size ? { is: 'known', ...result.value.size } : { is: 'unknown' });
  }
}

/** A site as something to open: its folder, which holds its library. */
const itemOfSite = ({ nodeId, id, title }: Site): ServerItem => ({
  id: nodeId,
  name: title || id,
  isFolder: true,
  size: null,
  modifiedAt: null,
  path: `/Sites/${id}`,
  mimeType: '',
});
