import { readLayout, usualLayout } from '../../src-shared/table-layout.ts';
import type { ColumnId, TableLayout, TableSort } from '../../src-shared/table-layout.ts';
import {
  cardColumns,
  cardWidth,
  fitColumns,
  moveColumn,
  resizeColumn,
  showColumn,
  sortByColumn,
  stepColumn,
} from '../table/columns.ts';
import { PersistedText } from '../persisted-text.ts';

/** Milliseconds without a change after which an arrangement is saved. */
const saveDelay = 300;

/**
 * How the user has arranged a list. This browser or window remembers it, and the settings do: a browser host has another
 * address at each start, which knows nothing of the last one.
 */
export class TableState {
  layout = $state.raw<TableLayout>(usualLayout([]));
  /** CSS pixels that the list has, as it was shown last; 0 before that. */
  width = $state(0);
  /** There is no room for columns. */
  readonly isCard = $derived(this.width > 0 && this.width < cardWidth);
  /** The columns that have room. */
  readonly fitted = $derived(
    this.isCard ? cardColumns(this.layout) : fitColumns(this.layout, this.width || 1000),
  );
  readonly columns: readonly ColumnId[];
  /** Tells this list's arrangement from another's. */
  readonly name: string;
  readonly #kept: PersistedText;
  /** Keeps it with the settings. */
  onSave: (layout: string) => void = () => {};
  #hasBegun = false;
  #saving: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string, columns: readonly ColumnId[]) {
    this.columns = columns;
    this.name = name;
    this.#kept = new PersistedText('localStorage', `ferry.table.${name}`);
    this.layout = readLayout(this.#kept.read(), columns);
  }

  /**
   * Begins with what the settings have, where this place has none of its own; else they learn of that, which may have
   * been changed just before the page was left. Once: two windows that are open need not agree.
   */
  begin(layout: string | undefined): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    const own = this.#kept.read();
    if (own !== null) {
      if (own !== layout) this.onSave(own);
    }
    // Only where there is another one: all rows depend on it.
    else if (layout) this.layout = readLayout(layout, this.columns);
  }

  sortBy(column: ColumnId): void {
    this.#use(sortByColumn(this.layout, column));
  }

  /** By a column; null for the list's own order. */
  setSort(sort: TableSort | null): void {
    this.#use({ ...this.layout, sort });
  }

  /** Back to the list's own order. */
  unsort(): void {
    this.setSort(null);
  }

  resize(column: ColumnId, width: number): void {
    this.#use(resizeColumn(this.layout, column, width));
  }

  show(column: ColumnId, isShown: boolean): void {
    this.#use(showColumn(this.layout, column, isShown));
  }

  /** Before another column, or last. */
  move(column: ColumnId, before: ColumnId | null): void {
    this.#use(moveColumn(this.layout, column, before));
  }

  step(column: ColumnId, by: -1 | 1): void {
    this.#use(stepColumn(this.layout, column, by));
  }

  setCompact(compact: boolean): void {
    this.#use({ ...this.layout, compact });
  }

  fold(groupId: string, isFolded: boolean): void {
    const others = this.layout.folded.filter((id) => id !== groupId);
    this.#use({ ...this.layout, folded: isFolded ? [...others, groupId].slice(-500) : others });
  }

  /** All columns as they were at first; density and folds stay. */
  reset(): void {
    const { compact, folded } = this.layout;
    this.#use({ ...usualLayout(this.columns), compact, folded });
  }

  #use(layout: TableLayout): void {
    this.layout = layout;
    const text = JSON.stringify(layout);
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.onSave(text), saveDelay);
    this.#kept.write(text);
  }
}
