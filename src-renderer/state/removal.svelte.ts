import { t } from '../../src-shared/language/index.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { AppClient } from '../client.ts';
import { PersistedText } from '../persisted-text.ts';
import { noIds, withIds, withoutIds } from '../table/id-sets.ts';
import { batchesOf } from './batches.ts';
import type { UiState } from './ui.svelte.ts';

/** How long a removal can be taken back, milliseconds. */
const undoTime = 8_000;
/** How long rows stay out of sight after the app removed them, until the lists have heard of it. Milliseconds. */
const settleTime = 1_000;
/** So long after its time a removal that wasn't done is left over from a page that is gone. Milliseconds. */
const graceTime = 4_000;

/** What was said yes to. */
interface Removal {
  ids: readonly string[];
  files: boolean;
}

interface Pending extends Removal {
  /** Those that were paused meanwhile. */
  paused: readonly string[];
  /** Resolves when that was answered. */
  pausing: Promise<unknown>;
  toast: number;
  timer: ReturnType<typeof setTimeout>;
}

/** A removal of a page that was gone before it was done, as it was kept; null for anything else. */
function readRemoval(text: string | null): (Removal & { at: number }) | null {
  try {
    const kept = JSON.parse(text ?? '') as Partial<Record<'ids' | 'files' | 'at', unknown>> | null;
    const isWhole =
      Array.isArray(kept?.ids) &&
      kept.ids.every((id) => typeof id === 'string') &&
      typeof kept.files === 'boolean' &&
      typeof kept.at === 'number';
    return isWhole ? (kept as Removal & { at: number }) : null;
  } catch {
    return null;
  }
}

/**
 * Rows that are about to be removed: they are out of sight, and for some seconds they are only paused, so that it can be
 * taken back. It is done at once when the page goes, for then nobody is there to take it back; where the page goes
 * without a word (Ferry ends, a crash), or Ferry is away, it is done when both are there again.
 */
export class RemovalState {
  /** Ids of rows that no list shows. */
  hidden = $state.raw(noIds);
  readonly #client: AppClient;
  readonly #ui: UiState;
  readonly #find: (id: string) => JobView | undefined;
  readonly #listeners: (() => void)[] = [];
  readonly #kept = new PersistedText('localStorage', 'ferry.removal');
  #pending: Pending | null = null;

  /** `find` has the rows of the queue. */
  constructor(client: AppClient, ui: UiState, find: (id: string) => JobView | undefined) {
    this.#client = client;
    this.#ui = ui;
    this.#find = find;
    window.addEventListener('pagehide', () => this.#settle());
    client.onLink((link) => {
      if (link === 'open' && !this.#pending) this.#takeUp();
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
    const text = t(files ? 'table.removing.doneWithFiles' : 'table.removing.done', { count: ids.length });
    const toast = this.#ui.notify(text, 'plain', false, {
      label: t('table.removing.undo'),
      run: () => void this.undo(),
    });
    const paused = ids.filter((id) => this.#find(id)?.actions.includes('pause'));
    const pausing = this.#act(paused, 'pause');
    const timer = setTimeout(() => this.#settle(), undoTime);
    this.#pending = { ids, files, paused, pausing, toast, timer };
    this.#kept.write(JSON.stringify({ ids, files, at: Date.now() }));
  }

  /** Takes the last removal back; false where there is none to take back. */
  undo(): boolean {
    const pending = this.#pending;
    if (!pending) return false;
    this.#pending = null;
    this.#kept.write('');
    clearTimeout(pending.timer);
    this.#ui.dismiss(pending.toast);
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
    this.#ui.dismiss(pending.toast);
    void this.#carryOut(pending);
  }

  /** Does what an earlier page was still to do. Another one that is open may be about to: it has its time. */
  #takeUp(): void {
    const text = this.#kept.read();
    const removal = readRemoval(text);
    if (!removal) return;
    const wait = Math.max(0, removal.at + undoTime + graceTime - Date.now());
    setTimeout(() => {
      if (this.#kept.read() !== text) return;
      this.#hide(withIds(this.hidden, removal.ids));
      void this.#carryOut(removal);
    }, wait);
  }

  async #carryOut({ ids, files }: Removal): Promise<void> {
    // All in one turn: a page that goes has no other.
    const results = await Promise.all(
      batchesOf(ids).map((jobIds) => this.#client.call('jobs.remove', { jobIds, files })),
    );
    const failures = results.flatMap((result) => (result.ok ? [] : [result.failure]));
    // Done as soon as Ferry is there again.
    if (failures.some(({ kind }) => kind === 'disconnected')) return;
    if (!this.#pending) this.#kept.write('');
    if (failures[0]) this.#ui.reportFailure(failures[0]);
    const kept = results.reduce((sum, result) => sum + (result.ok ? result.value.kept : 0), 0);
    if (kept > 0) this.#ui.notify(t('table.removing.kept', { count: kept }));
    // What couldn't be removed comes back.
    setTimeout(() => this.#unhide(ids), settleTime);
  }

  async #act(ids: readonly string[], action: 'pause' | 'resume'): Promise<void> {
    const results = await Promise.all(
      batchesOf(ids).map((jobIds) => this.#client.call('jobs.actOnMany', { jobIds, action })),
    );
    const failed = results.find((result) => !result.ok);
    if (failed) this.#ui.reportFailure(failed.failure);
  }

  #unhide(ids: readonly string[]): void {
    this.#hide(withoutIds(this.hidden, ids));
  }

  #hide(ids: ReadonlySet<string>): void {
    this.hidden = ids;
    for (const listener of this.#listeners) listener();
  }
}
