import type { AppClient } from '../client.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { ServerItem } from '../../src-shared/server-items.ts';
import { pack } from '../../src-shared/pack.ts';
import { foldersWithin, overlapsOf } from '../presentation/item-words.ts';
import { rowHere } from './own-names.ts';
import { emptyMap, emptySet, idsOf, withEntry, withIds } from './picker-maps.ts';

/** So many things that are chosen at once are looked for among earlier downloads. */
const mostLookedUp = 20;

/** So many folders are counted at a time. */
const mostMeasured = 4;

/** What is known of how much is in a folder. */
export type FolderSize =
  { is: 'counting' } | { is: 'known'; files: number; bytes: number } | { is: 'unknown' };

/** What was chosen on a server, and what is known of it. */
export class PickerBasket {
  /** In the order of choosing. */
  items = $state.raw<readonly ServerItem[]>([]);
  sizes = $state.raw(emptyMap<string, FolderSize>());
  /** Downloads of the same things, by their id. */
  earlier = $state.raw(emptyMap<string, JobView>());
  /** Those of which no more than the id is known. */
  nameless = $state.raw(emptySet);
  readonly ids = $derived(idsOf(this.items));
  readonly overlaps = $derived(overlapsOf(this.items));
  /** Paths of folders in which something is chosen. */
  readonly partly = $derived(foldersWithin(this.items));
  /** What is asked for: without what another chosen thing holds. */
  readonly wanted = $derived(this.items.filter(({ id }) => !this.overlaps.has(id)));
  readonly total = $derived.by(() => {
    let [files, bytes, isOpen] = [0, 0, false];
    for (const { id, isFolder, size } of this.wanted) {
      const folder = this.sizes.get(id);
      if (this.nameless.has(id)) isOpen = true;
      else if (!isFolder) [files, bytes] = [files + 1, bytes + (size ?? 0)];
      else if (folder?.is === 'known') [files, bytes] = [files + folder.files, bytes + folder.bytes];
      else isOpen = true;
    }
    return { files, bytes, isOpen };
  });
  readonly #client: AppClient;
  readonly #connectionId: string;
  readonly #toMeasure: string[] = [];
  #measuring = 0;

  constructor(client: AppClient, connectionId: string) {
    this.#client = client;
    this.#connectionId = connectionId;
  }

  choose(items: readonly ServerItem[]): void {
    const added = items.filter(({ id }) => !this.ids.has(id));
    if (added.length === 0) return;
    this.items = [...this.items, ...added];
    for (const { id, isFolder } of added) if (isFolder) this.#measure(id);
    // Of many at once it would be as many questions: then nobody reads the answers.
    if (added.length <= mostLookedUp) for (const { id } of added) void this.#lookForEarlier(id);
  }

  /** What can't be looked up now is asked for by its id. */
  chooseNameless(ids: readonly string[]): void {
    this.nameless = withIds(this.nameless, ids);
    this.choose(
      ids.map((id) => ({
        id,
        name: id,
        isFolder: false,
        size: null,
        modifiedAt: null,
        path: null,
        mimeType: '',
      })),
    );
  }

  leaveOut(ids: readonly string[]): void {
    this.items = this.items.filter(({ id }) => !ids.includes(id));
  }

  /** Of these only that one; what was chosen elsewhere stays. */
  chooseAlone(item: ServerItem, among: readonly ServerItem[]): void {
    const others = idsOf(among.filter(({ id }) => id !== item.id));
    this.items = this.items.filter(({ id }) => !others.has(id));
    this.choose([item]);
  }

  /** What was chosen before. */
  restore(items: readonly ServerItem[]): void {
    this.items = items;
  }

  toggle(item: ServerItem): void {
    if (this.ids.has(item.id)) this.leaveOut([item.id]);
    else this.choose([item]);
  }

  /** In how many parts the server packs it under its limit (bytes); null where one of the things alone is over it. */
  partsWithin(limit: number, isEach: boolean): number | null {
    const packed = this.wanted.filter(({ isFolder }) => isFolder || (!isEach && this.wanted.length > 1));
    const sized = packed.map(({ id, size }) => {
      const folder = this.sizes.get(id);
      return { id, bytes: folder?.is === 'known' ? folder.bytes : (size ?? 0) };
    });
    if (isEach || packed.length < 2) return sized.some(({ bytes }) => bytes > limit) ? null : 1;
    if (sized.reduce((sum, { bytes }) => sum + bytes, 0) <= limit) return 1;
    return pack(sized, limit)?.length ?? null;
  }

  async #lookForEarlier(id: string): Promise<void> {
    if (this.earlier.has(id)) return;
    const result = await this.#client.call('jobs.similar', { connectionId: this.#connectionId, items: [id] });
    if (result.ok && result.value.job) this.earlier = withEntry(this.earlier, id, rowHere(result.value.job));
  }

  /** Folders are counted some at a time: a server that counts has other things to do. */
  #measure(id: string): void {
    if (this.sizes.has(id)) return;
    this.#note(id, { is: 'counting' });
    this.#toMeasure.push(id);
    if (this.#measuring < mostMeasured) void this.#measureNext();
  }

  async #measureNext(): Promise<void> {
    this.#measuring += 1;
    for (let id = this.#toMeasure.shift(); id !== undefined; id = this.#toMeasure.shift())
      await this.#measured(id);
    this.#measuring -= 1;
  }

  #note(id: string, size: FolderSize): void {
    this.sizes = withEntry(this.sizes, id, size);
  }

  async #measured(id: string): Promise<void> {
    const result = await this.#client.call('browse.size', { connectionId: this.#connectionId, folderId: id });
    this.#note(
      id,
      result.ok && result.value.size ? { is: 'known', ...result.value.size } : { is: 'unknown' },
    );
  }
}
