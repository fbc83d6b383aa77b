import type { AppClient } from '../client.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import { policyOf } from '../../src-shared/failures/failure-table.ts';
import { ownFolder, rootFolder } from '../../src-shared/server-items.ts';
import type { ItemSort, OpenFolder, Place, ServerItem, Site } from '../../src-shared/server-items.ts';
import { PickerBasket } from './picker-basket.svelte.ts';
import { PickerList, pageLength } from './picker-list.svelte.ts';
import type { ItemsAnswer } from './picker-list.svelte.ts';
import { emptySet, idsOf, withIds } from './picker-maps.ts';
import { PickerPaste } from './picker-paste.svelte.ts';
import type { Pasted } from './picker-paste.svelte.ts';

/** Sites beside the places; all of them are one step away. */
const fewSites = 6;
/** A pause in typing before it is looked for. Milliseconds. */
const typingPause = 300;
/** The field shows so much of what was pasted; characters. */
const mostShown = 2_000;

/** What the list shows. */
export type Shown =
  | { is: 'place'; place: Place }
  | { is: 'sites' }
  | { is: 'search'; text: string }
  | { is: 'pasted' }
  /** What the demo server suggests. */
  | { is: 'examples'; ids: readonly string[] };

/** What can't be meant as search words: an id, a reference, an address, a path. */
const noWords = /:\/\/|^\s*[/\\]|\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\b|^\s*ms-[a-z]+:/i;

/** Whether a text names things on a server rather than words to look for. */
export const isPasted = (text: string): boolean => noWords.test(text);

/** Looking around on one server: where one is, what is there, what the field says, and what was chosen. */
export class PickerState {
  readonly list = new PickerList();
  readonly basket: PickerBasket;
  readonly paste: PickerPaste;
  shown = $state.raw<Shown>({ is: 'place', place: { is: 'favourites' } });
  /** Only names were searched. */
  isByNames = $state(false);
  /** The server has no search: of so many loaded items those that fit are shown. */
  lookedAt = $state<number | null>(null);
  canSearch = $state(true);
  sites = $state.raw<Site[]>([]);
  sort = $state.raw<ItemSort>({ by: 'name', descending: false });
  /** What is in the field. */
  text = $state('');
  /** Whether the search is in the open folder only. */
  isWithin = $state(false);
  /** Ids of folders that were not shown to this user. */
  closed = $state.raw(emptySet);
  /** The list was left for another one: that has the keyboard as soon as it is there. */
  hasKeyboard = false;
  readonly #client: AppClient;
  readonly #connectionId: string;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #look: (() => void) | null = null;
  #beforeSearch: Shown = this.shown;
  #hasBegun = false;
  #suggests = false;
  /** Its sites, or what it can, are not known. */
  #isBlind = false;
  /** Of the user's own folder, once it was open. */
  #ownId: string | null = null;
  /** What was loaded when a search began. */
  #loadedBefore: ServerItem[] = [];

  constructor(client: AppClient, connectionId: string) {
    this.#client = client;
    this.#connectionId = connectionId;
    this.basket = new PickerBasket(client, connectionId);
    this.paste = new PickerPaste(client, connectionId);
  }

  get folder(): OpenFolder | null {
    return this.list.folder;
  }

  /** Whether the open folder is the user's own, or inside of it. */
  get isOwn(): boolean {
    const { folder } = this;
    return folder !== null && [folder, ...folder.above].some(({ id }) => id === this.#ownId);
  }

  /**
   * Looks around: the places, the sites, and what is shown first. Later calls bring what was pasted meanwhile, and what the
   * server suggests, which is shown unless somebody has begun already.
   */
  async begin(pasted: string, examples: readonly string[]): Promise<void> {
    const isFirst = !this.#hasBegun;
    this.#hasBegun = true;
    if (isFirst) this.#beforeSearch = { is: 'place', place: { is: 'folder', id: ownFolder } };
    const isUntouched = this.text === '' && this.basket.items.length === 0 && !this.#suggests;
    const suggests = examples.length > 0 && isUntouched;
    if (suggests) this.#beforeSearch = { is: 'examples', ids: examples };
    this.#suggests ||= suggests;
    if (pasted.trim() !== '') this.pasted(pasted);
    else if (isFirst || suggests) this.show(this.#beforeSearch);
    if (isFirst) await this.#lookAround();
  }

  /** What couldn't be shown for the server's sake is asked for once more. */
  resume(): void {
    const { list, paste } = this;
    if (isOfServer(list.failure)) list.retry();
    if (isOfServer(paste.failure)) this.#lookUp(paste.text);
    if (this.#isBlind) void this.#lookAround();
  }

  async #lookAround(): Promise<void> {
    const connectionId = this.#connectionId;
    const [search, sites] = await Promise.all([
      this.#client.call('browse.canSearch', { connectionId }),
      this.#client.call('browse.sites', { connectionId, which: 'mine', skip: 0, limit: fewSites }),
    ]);
    if (search.ok) this.canSearch = search.value.canSearch;
    if (sites.ok) this.sites = sites.value.sites;
    this.#isBlind = !search.ok || !sites.ok;
  }

  show(shown: Shown): void {
    if (shown.is === 'search') {
      if (this.shown.is === 'place') this.#loadedBefore = this.list.loaded();
    } else {
      this.#forgetTyping();
      this.text = '';
      this.paste.clear();
      this.#beforeSearch = shown;
      this.list.folder = null;
    }
    this.#open(shown);
  }

  /** Its name and the way back are there at once, also where the server refuses to show what is in it. */
  openFolder({ id, name }: Pick<ServerItem, 'id' | 'name'>): void {
    // What was searched for or pasted may be anywhere.
    const from = this.shown.is === 'place' ? this.folder : null;
    this.show({ is: 'place', place: { is: 'folder', id } });
    const way = from ? [...from.above, { id: from.id, name: from.name }] : [];
    const place = way.findIndex((one) => one.id === id);
    this.list.folder = { id, name, path: '', above: place < 0 ? way : way.slice(0, place) };
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
    this.#open(this.shown);
  }

  /** What is in the field changed: words are looked for, ids and links looked up. */
  typed(text: string): void {
    this.text = text;
    this.#forgetTyping();
    if (text.trim() === '') {
      if (this.shown.is === 'search' || this.shown.is === 'pasted') this.show(this.#beforeSearch);
      return;
    }
    this.#later(() => {
      if (isPasted(text)) this.#lookUp(text);
      else this.show({ is: 'search', text: text.trim() });
    });
  }

  /** Something was pasted, as it is, or dropped: each of its lines may be another thing. */
  pasted(text: string): void {
    const line = text.trim().replace(/\s*[\r\n]+\s*/g, ' ');
    if (!isPasted(text)) return this.typed(line);
    this.text = line.length > mostShown ? `${line.slice(0, mostShown)}…` : line;
    this.#forgetTyping();
    this.#lookUp(text);
  }

  /** Nothing more is typed: what waits for a pause is done now. */
  settle(): void {
    const look = this.#look;
    this.#forgetTyping();
    look?.();
  }

  /** The search goes over the open folder only, or over everything. */
  searchWithin(isWithin: boolean): void {
    this.isWithin = isWithin;
    if (this.shown.is === 'search') this.show(this.shown);
  }

  #later(look: () => void): void {
    this.#look = look;
    this.#typing = setTimeout(() => this.settle(), typingPause);
  }

  #forgetTyping(): void {
    clearTimeout(this.#typing);
    this.#look = null;
  }

  #lookUp(text: string): void {
    this.shown = { is: 'pasted' };
    this.list.fill([]);
    this.paste.lookUp(text, (results) => this.#found(results));
  }

  #found(results: readonly Pasted[]): void {
    const known = this.basket.nameless;
    const items = results.flatMap((one) => (one.is === 'item' ? [one.item] : []));
    const there = idsOf(this.list.loaded());
    this.list.add(items.filter(({ id }, index) => !there.has(id) && !isBefore(items, id, index)));
    this.basket.choose(items);
    const ids = results.flatMap((one) => (one.is === 'refused' && one.id !== null ? [one.id] : []));
    if (ids.length > 0) this.basket.chooseNameless(ids.filter((id) => !known.has(id)));
  }

  #open(shown: Shown): void {
    this.shown = shown;
    this.lookedAt = null;
    this.isByNames = false;
    if (shown.is === 'pasted') return;
    this.list.open(async (skip) => {
      const answer = await this.#ask(shown, skip);
      if (!answer.ok && this.shown === shown) this.#refused(shown, answer);
      if (answer.ok && shown.is === 'place' && shown.place.is === 'folder' && shown.place.id === ownFolder)
        this.#ownId = answer.value.folder?.id ?? null;
      return answer;
    });
  }

  #refused(shown: Shown, { failure }: Extract<ItemsAnswer, { ok: false }>): void {
    if (shown.is !== 'place' || shown.place.is !== 'folder') return;
    const { id } = shown.place;
    if (failure.kind === 'refused') this.closed = withIds(this.closed, [id]);
    // Not every user has a folder of their own.
    else if (failure.kind === 'not-found' && id === ownFolder)
      this.show({ is: 'place', place: { is: 'folder', id: rootFolder } });
  }

  async #ask(shown: Shown, skip: number): Promise<ItemsAnswer> {
    const page = { connectionId: this.#connectionId, skip, limit: pageLength };
    switch (shown.is) {
      case 'place':
        return this.#client.call('browse.list', { ...page, place: shown.place, sort: this.sort });
      case 'search':
        return this.#search(shown.text, page);
      case 'sites': {
        const result = await this.#client.call('browse.sites', { ...page, which: 'all' });
        if (!result.ok) return result;
        const { sites, hasMore, total } = result.value;
        return { ok: true, value: { items: sites.map(itemOfSite), hasMore, total } };
      }
      case 'examples': {
        const result = await this.#client.call('browse.resolve', { ...page, items: [...shown.ids] });
        if (!result.ok) return result;
        const { results } = result.value;
        const items = results.flatMap((one) => (one.is === 'item' ? [one.item] : []));
        const refused = results.find((one) => one.is === 'refused');
        if (items.length === 0 && refused) return { ok: false, failure: refused.failure };
        return { ok: true, value: { items, hasMore: false, total: null } };
      }
      case 'pasted':
        return { ok: true, value: { items: [], hasMore: false, total: 0 } };
    }
  }

  async #search(
    text: string,
    page: { connectionId: string; skip: number; limit: number },
  ): Promise<ItemsAnswer> {
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
    return { ok: true, value: { items, hasMore: false, total: items.length } };
  }
}

const isOfServer = (failure: Failure | null): boolean =>
  failure !== null && policyOf(failure.kind).scope === 'connection';

const isBefore = (items: readonly ServerItem[], id: string, index: number): boolean =>
  items.findIndex((one) => one.id === id) < index;

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
