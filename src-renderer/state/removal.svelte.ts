import { t } from '../../src-shared/language/index.ts';
import type { PendingRemoval } from '../../src-shared/removal.ts';
import type { AppClient } from '../client.ts';
import { removalWords } from '../presentation/removal-words.ts';
import { noIds, withIds, withoutIds } from '../table/id-sets.ts';
import { batchesOf } from './batches.ts';
import { subscribeWhileVisible } from './subscribe-while-visible.ts';
import type { UiState } from './ui.svelte.ts';

/** How long rows stay out of sight here after their removal is over, until the lists have heard of it. Milliseconds. */
const settleTime = 1_000;

/** A removal that was asked for here. */
interface Own {
  id: string;
  ids: readonly string[];
  fromList: boolean;
  /** Resolves when the app has marked all of them, or could not. */
  marking: Promise<void>;
  isMarked: boolean;
  /** The app has told of it. */
  isKnown: boolean;
}

/**
 * Rows that are about to be removed. The app keeps them, says what can still be undone, and removes them in their
 * time, whatever becomes of this page; here it is only shown. Rows that go by a word from here are out of sight at once.
 */
export class RemovalState {
  /** Ids of rows that no list of the queue shows. */
  hidden = $state.raw(noIds);
  /** Those of them that the history doesn't show either. */
  gone: ReadonlySet<string> = noIds;
  readonly #client: AppClient;
  readonly #ui: UiState;
  readonly #listeners: (() => void)[] = [];
  #own: readonly Own[] = [];
  /** What can be undone, the latest last. */
  #pending: readonly PendingRemoval[] = [];
  #shown: { id: string; count: number; toast: number } | null = null;

  constructor(client: AppClient, ui: UiState) {
    this.#client = client;
    this.#ui = ui;
    subscribeWhileVisible(client, {
      listen: () => [
        client.on('removals.changed', ({ removals }) => this.#show(removals)),
        client.on('removals.failed', ({ failure }) => ui.reportFailure(failure)),
      ],
      catchUp: () => void this.#catchUp(),
    });
  }

  /** Calls back whenever other rows are hidden. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Takes jobs out of the lists, and out of the history too unless they leave the former only (`fromList`); `files` moves
   * what was saved to the trash as well.
   */
  remove(ids: readonly string[], { files = false, fromList = false }): void {
    const id = crypto.randomUUID();
    const own: Own = { id, ids, fromList, marking: Promise.resolve(), isMarked: false, isKnown: false };
    this.#own = [...this.#own, own];
    this.#hide(withIds(this.hidden, ids));
    own.marking = this.#mark(own, files);
  }

  /** Takes the last removal back; false where there is none to take back. */
  undo(): boolean {
    const asked = this.#own.findLast(({ isKnown }) => !isKnown);
    const id = asked?.id ?? this.#pending.at(-1)?.id;
    if (id === undefined) return false;
    void this.#takeBack(id);
    return true;
  }

  async #mark(own: Own, files: boolean): Promise<void> {
    for (const jobIds of batchesOf(own.ids)) {
      const result = await this.#client.call('jobs.removeLater', {
        removalId: own.id,
        jobIds,
        files,
        fromList: own.fromList,
      });
      if (result.ok) continue;
      this.#ui.reportFailure(result.failure);
      this.#unhide(own.id);
      break;
    }
    own.isMarked = true;
    this.#show(this.#pending);
  }

  async #takeBack(removalId: string): Promise<void> {
    if (this.#shown?.id === removalId) this.#dismiss();
    this.#pending = this.#pending.filter(({ id }) => id !== removalId);
    await this.#ownOf(removalId)?.marking;
    const result = await this.#client.call('jobs.takeBack', { removalId });
    if (!result.ok) return this.#ui.reportFailure(result.failure);
    this.#unhide(removalId);
    const { count } = result.value;
    if (count > 0) this.#ui.announce(t('table.removing.undone', { count }));
  }

  async #catchUp(): Promise<void> {
    const result = await this.#client.call('removals.list', {});
    if (result.ok) this.#show(result.value.removals);
  }

  /** The latest one stands at the window's foot for as long as it can be undone. */
  #show(removals: readonly PendingRemoval[]): void {
    this.#pending = removals;
    for (const own of this.#own) {
      if (removals.some(({ id }) => id === own.id)) own.isKnown = true;
      else if (own.isKnown) setTimeout(() => this.#unhide(own.id), settleTime);
    }
    // Of many rows it is said once that all of them go.
    const last = removals.findLast(({ id }) => this.#ownOf(id)?.isMarked !== false);
    if (last?.id === this.#shown?.id && last?.count === this.#shown?.count) return;
    this.#dismiss();
    if (!last) return;
    const { id, count } = last;
    const text = removalWords(last);
    const action = { label: t('table.removing.undo'), run: () => void this.#takeBack(id) };
    this.#shown = { id, count, toast: this.#ui.notify(text, 'plain', null, action) };
  }

  #dismiss(): void {
    if (this.#shown) this.#ui.dismiss(this.#shown.toast);
    this.#shown = null;
  }

  #ownOf(removalId: string): Own | undefined {
    return this.#own.find(({ id }) => id === removalId);
  }

  #unhide(removalId: string): void {
    const own = this.#ownOf(removalId);
    if (!own) return;
    this.#own = this.#own.filter((other) => other !== own);
    this.#hide(withoutIds(this.hidden, own.ids));
  }

  #hide(hidden: ReadonlySet<string>): void {
    this.hidden = hidden;
    this.gone = withIds(
      noIds,
      this.#own.flatMap(({ fromList, ids }) => (fromList ? [] : ids)),
    );
    for (const listener of this.#listeners) listener();
  }
}
