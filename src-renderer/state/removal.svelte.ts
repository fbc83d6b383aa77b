import { t } from '../../src-shared/language/index.ts';
import type { Result } from '../../src-shared/contract.ts';
import type { JobView } from '../../src-shared/job-view.ts';
import type { AppClient } from '../client.ts';
import { noIds, withIds, withoutIds } from '../table/id-sets.ts';
import type { UiState } from './ui.svelte.ts';

/** How long a removal can be taken back, milliseconds. */
const undoTime = 8_000;
/** How long rows stay out of sight after the app removed them, until the lists have heard of it. Milliseconds. */
const settleTime = 1_000;
/** A call takes so many jobs at most. */
const mostJobs = 1000;

interface Pending {
  ids: readonly string[];
  files: boolean;
  /** Those that were paused meanwhile. */
  paused: readonly string[];
  /** Resolves when that was answered. */
  pausing: Promise<unknown>;
  notice: number;
  timer: ReturnType<typeof setTimeout>;
}

/**
 * Rows that are about to be removed: they are out of sight, and for some seconds they are only paused, so that it can be
 * taken back. It is done at once when the page goes, for then nobody is there to take it back.
 */
export class RemovalState {
  /** Ids of rows that no list shows. */
  hidden = $state.raw(noIds);
  readonly #client: AppClient;
  readonly #ui: UiState;
  readonly #find: (id: string) => JobView | undefined;
  readonly #listeners: (() => void)[] = [];
  #pending: Pending | null = null;

  /** `find` has the rows of the queue. */
  constructor(client: AppClient, ui: UiState, find: (id: string) => JobView | undefined) {
    this.#client = client;
    this.#ui = ui;
    this.#find = find;
    window.addEventListener('pagehide', () => this.#settle());
  }

  /** Calls back whenever other rows are hidden. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Takes jobs out of the lists for good; `files` moves what was saved to the trash as well. */
  remove(ids: readonly string[], files: boolean): void {
    this.#settle();
    this.#hide(withIds(this.hidden, ids));
    const text = t(files ? 'table.removing.doneWithFiles' : 'table.removing.done', { count: ids.length });
    const notice = this.#ui.notify(text, 'plain', false, {
      label: t('table.removing.undo'),
      run: () => void this.undo(),
    });
    const paused = ids.filter((id) => this.#find(id)?.actions.includes('pause'));
    const pausing = this.#act(paused, 'pause');
    const timer = setTimeout(() => this.#settle(), undoTime);
    this.#pending = { ids, files, paused, pausing, notice, timer };
  }

  /** Takes the last removal back; false where there is none to take back. */
  undo(): boolean {
    const pending = this.#pending;
    if (!pending) return false;
    this.#pending = null;
    clearTimeout(pending.timer);
    this.#ui.dismiss(pending.notice);
    this.#unhide(pending.ids);
    void pending.pausing.then(() => this.#act(pending.paused, 'resume'));
    this.#ui.announce(t('table.removing.undone', { count: pending.ids.length }));
    return true;
  }

  #settle(): void {
    const pending = this.#pending;
    if (!pending) return;
    this.#pending = null;
    clearTimeout(pending.timer);
    this.#ui.dismiss(pending.notice);
    void this.#carryOut(pending);
  }

  async #carryOut({ ids, files }: Pending): Promise<void> {
    const results = await this.#forAll(ids, (jobIds) => this.#client.call('jobs.remove', { jobIds, files }));
    const kept = results.reduce((sum, result) => sum + result.kept, 0);
    if (kept > 0) this.#ui.notify(t('table.removing.kept', { count: kept }));
    // What couldn't be removed comes back.
    setTimeout(() => this.#unhide(ids), settleTime);
  }

  #act(ids: readonly string[], action: 'pause' | 'resume'): Promise<unknown> {
    return this.#forAll(ids, (jobIds) => this.#client.call('jobs.actOnMany', { jobIds, action }));
  }

  /** Calls for all of them, as many at a time as a call takes; resolves with what succeeded. What failed is reported once. */
  async #forAll<Value>(
    ids: readonly string[],
    call: (some: string[]) => Promise<Result<Value>>,
  ): Promise<Value[]> {
    const calls: Promise<Result<Value>>[] = [];
    // All in one turn: a page that goes has no other.
    for (let start = 0; start < ids.length; start += mostJobs)
      calls.push(call(ids.slice(start, start + mostJobs)));
    const results = await Promise.all(calls);
    const failed = results.find((result) => !result.ok);
    if (failed) this.#ui.reportFailure(failed.failure);
    return results.flatMap((result) => (result.ok ? [result.value] : []));
  }

  #unhide(ids: readonly string[]): void {
    this.#hide(withoutIds(this.hidden, ids));
  }

  #hide(ids: ReadonlySet<string>): void {
    this.hidden = ids;
    for (const listener of this.#listeners) listener();
  }
}
