import { readLayout, usualLayout } from '../../src-shared/table-layout.ts';
import type { ColumnId, TableLayout } from '../../src-shared/table-layout.ts';
import { moveColumn, resizeColumn, showColumn, sortByColumn, stepColumn } from '../table/columns.ts';

/** How the user has arranged a list; remembered by this browser or window. */
export class TableState {
  layout = $state.raw<TableLayout>(usualLayout([]));
  readonly columns: readonly ColumnId[];
  readonly #key: string;

  /** `name` tells one list's arrangement from another's. */
  constructor(name: string, columns: readonly ColumnId[]) {
    this.columns = columns;
    this.#key = `ferry.table.${name}`;
    this.layout = readLayout(this.#kept(), columns);
  }

  sortBy(column: ColumnId): void {
    this.#use(sortByColumn(this.layout, column));
  }

  /** Back to the list's own order. */
  unsort(): void {
    this.#use({ ...this.layout, sort: null });
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

  #kept(): string | null {
    try {
      return localStorage.getItem(this.#key);
    } catch {
      // Where nothing can be kept, the usual layout will do.
      return null;
    }
  }

  #use(layout: TableLayout): void {
    this.layout = layout;
    try {
      localStorage.setItem(this.#key, JSON.stringify(layout));
    } catch {
      // It holds until the page is closed.
    }
  }
}
