import type { JobView } from '../../../src-shared/job/job-view.ts';
import type { ListHandle } from '../../components/list-handle.ts';
import type { AppState } from '../../state/app.svelte.ts';
import { jobsOf } from '../../table/entries.ts';
import type { Entry } from '../../table/entries.ts';
import type { RowSource } from '../../table/row-source.ts';
import { extend, moveFocus, selectAll, selectOnly, toggle } from '../../table/selection.ts';
import { isShortcut } from '../../presentation/shortcuts.ts';

/** How a click or a key picks a line: with Shift a range, with Ctrl or Cmd one more or one less. */
export interface Picking {
  range: boolean;
  one: boolean;
}

export const pickingOf = (event: MouseEvent | KeyboardEvent): Picking => ({
  range: event.shiftKey,
  one: event.ctrlKey || event.metaKey,
});

/** How long letters belong to one word that is typed to find a row, milliseconds. */
const typingPause = 800;

/** Picks rows of a list, by mouse and by keys, as file managers do. */
export class TableControl {
  list: ListHandle | null = null;
  readonly #app: AppState;
  readonly #source: () => RowSource;
  #typed = { text: '', at: 0 };
  /** Counts what was asked of the list. */
  #asked = 0;

  constructor(app: AppState, source: () => RowSource) {
    this.#app = app;
    this.#source = source;
  }

  get #selection() {
    return this.#app.ui.selection;
  }

  /** The line with the keyboard. */
  get active(): number {
    const { focus } = this.#selection;
    return focus === null ? -1 : this.#source().indexOf(focus);
  }

  isSelected(entry: Entry): boolean {
    const jobs = jobsOf(entry);
    return jobs.length > 0 && jobs.every((job) => this.#selection.ids.has(job.id));
  }

  /** Ids of what is chosen, but for what the list doesn't show. */
  chosenIds(): string[] {
    const source = this.#source();
    return [...this.#selection.ids].filter((id) => source.isShown(id));
  }

  /** Those of them that are here. */
  chosen(): JobView[] {
    const source = this.#source();
    return this.chosenIds().flatMap((id) => source.job(id) ?? []);
  }

  /** A line was clicked, or came under the keyboard. */
  async pick(index: number, { range, one }: Picking): Promise<void> {
    const { ui } = this.#app;
    const source = this.#source();
    const entry = source.at(index);
    if (!entry || entry.is === 'section') return;
    const ids = jobsOf(entry).map((job) => job.id);
    const { anchor } = this.#selection;
    const from = anchor === null ? -1 : source.indexOf(anchor);
    if (range && anchor !== null && from >= 0) {
      const between = await this.#idsIn(() => [source.indexOf(anchor), source.indexOf(entry.key)]);
      if (between) ui.choose(extend(this.#selection, entry.key, between, one));
    } else if (one) ui.choose(toggle(this.#selection, entry.key, ids));
    else ui.choose(selectOnly(entry.key, ids));
  }

  async all(): Promise<void> {
    const ids = await this.#idsIn(() => [0, this.#source().count - 1]);
    if (ids) this.#app.ui.choose(selectAll(this.#selection, ids));
  }

  /** Keys that move over rows and pick them; false for all others. */
  key(event: KeyboardEvent): boolean {
    const picking = pickingOf(event);
    if (event.altKey) return false;
    if (isShortcut(event, 'all')) void this.all();
    else if (event.key === ' ' && picking.one)
      void this.pick(this.active, { range: picking.range, one: true });
    else {
      const target = this.#target(event.key);
      if (target === null) return this.#type(event);
      void this.#go(target, picking);
    }
    event.preventDefault();
    return true;
  }

  /** Shows or hides what a heading stands over, or goes to it from one of its rows; false where there is none. */
  fold(isFolded: boolean): boolean {
    const { ui } = this.#app;
    const entry = this.#source().at(this.active);
    if (entry?.is === 'group') {
      if (entry.isFolded !== isFolded) ui.queueTable.fold(entry.id, isFolded);
      return true;
    }
    if (entry?.is !== 'row' || entry.level === 1 || !isFolded) return false;
    for (let index = this.active; index >= 0; index -= 1) {
      if (this.#source().at(index)?.is !== 'group') continue;
      void this.#go(index, { range: false, one: false });
      return true;
    }
    return false;
  }

  /** Puts the focus on the line with the keyboard. */
  focus(): void {
    void this.list?.focus(Math.max(0, this.active));
  }

  async #go(index: number, picking: Picking): Promise<void> {
    const { ui } = this.#app;
    if (!this.#source().at(index)) {
      // Not here yet: it comes into sight, and is picked when it has come.
      await this.list?.focus(index);
      if (!(await this.#idsIn(() => [index, index]))) return;
    }
    const entry = this.#source().at(index);
    if (!entry) return;
    if (picking.one && !picking.range) ui.choose(moveFocus(this.#selection, entry.key));
    else await this.pick(index, { range: picking.range, one: picking.one });
    await this.list?.focus(index);
  }

  /** Ids of the list, which may have to be fetched; null when something else was chosen meanwhile, or is about to be. */
  async #idsIn(range: () => [number, number]): Promise<string[] | null> {
    this.#asked += 1;
    const asked = this.#asked;
    const selection = this.#selection;
    const isLate = (): boolean => asked !== this.#asked || selection !== this.#selection;
    const ids = await this.#source().idsIn(() => {
      const places = range();
      return isLate() || places.some((place) => place < 0) ? null : places;
    });
    return isLate() ? null : ids;
  }

  #target(key: string): number | null {
    const { count } = this.#source();
    const from = this.active;
    const page = this.list?.rowsInPage() ?? 10;
    switch (key) {
      case 'ArrowDown':
        return this.#next(from + 1, 1);
      case 'ArrowUp':
        return this.#next(from - 1, -1);
      case 'PageDown':
        return this.#next(from + page, 1);
      case 'PageUp':
        return this.#next(from - page, -1);
      case 'Home':
        return this.#next(0, 1);
      case 'End':
        return this.#next(count - 1, -1);
      default:
        return null;
    }
  }

  /** The line there, or the next one that can be picked. */
  #next(wanted: number, step: 1 | -1): number {
    const source = this.#source();
    let index = Math.min(source.count - 1, Math.max(0, wanted));
    while (source.at(index)?.is === 'section' && index + step >= 0 && index + step < source.count)
      index += step;
    return index;
  }

  /** Letters go to the next row whose name begins with them. */
  #type(event: KeyboardEvent): boolean {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || isShortcut(event, 'sheet')) return false;
    const isNew = event.timeStamp - this.#typed.at > typingPause;
    if (event.key === ' ' && (isNew || this.#typed.text === '')) return false;
    const text = (isNew ? '' : this.#typed.text) + event.key.toLowerCase();
    this.#typed = { text, at: event.timeStamp };
    const source = this.#source();
    const start = Math.max(0, this.active) + (text.length === 1 ? 1 : 0);
    for (let step = 0; step < source.count; step += 1) {
      const index = (start + step) % source.count;
      const entry = source.at(index);
      const name = entry?.is === 'row' ? entry.job.name : entry?.is === 'group' ? entry.name : '';
      if (!name.toLowerCase().startsWith(text)) continue;
      void this.#go(index, { range: false, one: false });
      break;
    }
    event.preventDefault();
    return true;
  }
}
