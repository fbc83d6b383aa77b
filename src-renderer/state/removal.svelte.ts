import { t } from '../../src-shared/language/index.ts';
import type { CallOutput, Result } from '../../src-shared/contract.ts';
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
  notice: number;
  timer: ReturnType<typeof setTimeout>;
}

/**
 * Rows that are about to be removed: they are out of sight, and for some seconds nothing has been done yet, so that it
 * can be taken back. It is done at once when the page goes or is hidden, for then nobody is there to take it back.
 */
export class RemovalState {
  /** Ids of rows that no list shows. */
  hidden = $state.raw(noIds);
  readonly #client: AppClient;
  readonly #ui: UiState;
  readonly #listeners: (() => void)[] = [];
  #pending: Pending | null = null;

  constructor(client: AppClient, ui: UiState) {
    this.#client = client;
    this.#ui = ui;
    window.addEventListener('pagehide', () => this.#settle());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#settle();
    });
  }

  /** Calls back whenever other rows are hidden. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Takes jobs out of the lists for good; `files` moves what was saved to the trash as well. */
  remove(ids: readonly string[], files: boolean): void {
    this.#settle();
    this.#hide(withIds(this.hidden, ids));
    const notice = this.#ui.notify(t('table.removing.done', { count: ids.length }), 'plain', false, {
      label: t('table.removing.undo'),
      run: () => void this.undo(),
    });
    this.#pending = { ids, files, notice, timer: setTimeout(() => this.#settle(), undoTime) };
  }

  /** Takes the last removal back; false where there is none to take back. */
  undo(): boolean {
    const pending = this.#pending;
    if (!pending) return false;
    this.#pending = null;
    clearTimeout(pending.timer);
    this.#ui.dismiss(pending.notice);
    this.#unhide(pending.ids);
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
    const calls: Promise<Result<CallOutput<'jobs.remove'>>>[] = [];
    // All in one turn: a page that goes has no other.
    for (let start = 0; start < ids.length; start += mostJobs)
      calls.push(this.#client.call('jobs.remove', { jobIds: ids.slice(start, start + mostJobs), files }));
    const results = await Promise.all(calls);
    const failed = results.find((result) => !result.ok);
    if (failed) this.#ui.reportFailure(failed.failure);
    const kept = results.reduce((sum, result) => sum + (result.ok ? result.value.kept : 0), 0);
    if (kept > 0) this.#ui.notify(t('table.removing.kept', { count: kept }));
    // What couldn't be removed comes back.
    setTimeout(() => this.#unhide(ids), settleTime);
  }

  #unhide(ids: readonly string[]): void {
    this.#hide(withoutIds(this.hidden, ids));
  }

  #hide(ids: ReadonlySet<string>): void {
    this.hidden = ids;
    for (const listener of this.#listeners) listener();
  }
}
