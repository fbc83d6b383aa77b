/** What each column is, and which of them have room. Lengths in CSS pixels. */
import type { ColumnId, ColumnLayout, TableLayout } from '../../src-shared/table-layout.ts';

interface ColumnFacts {
  usual: number;
  least: number;
  /** The lower, the sooner it gives way where there is no room. */
  weight: number;
  align: 'start' | 'end';
}

/** The name takes what the others leave. */
const facts: Record<ColumnId, ColumnFacts> = {
  name: { usual: 0, least: 220, weight: 9, align: 'start' },
  status: { usual: 132, least: 72, weight: 3, align: 'start' },
  progress: { usual: 176, least: 96, weight: 8, align: 'start' },
  size: { usual: 66, least: 52, weight: 4, align: 'end' },
  speed: { usual: 78, least: 60, weight: 2, align: 'end' },
  // As wide as “expires in 37 min”; in a window of 900 the size still has room beside it.
  time: { usual: 104, least: 60, weight: 5, align: 'end' },
  type: { usual: 150, least: 80, weight: 0, align: 'start' },
  added: { usual: 76, least: 60, weight: 1, align: 'end' },
};

const mostWidth = 600;
const gap = 16;
const sides = 36;
/** The icon before the name, with its gap. */
const tile = 43;

/** Under this width a row has no columns but is a card of two lines. */
export const cardWidth = 560;

/** A column that has room. */
export interface FittedColumn {
  id: ColumnId;
  /** Null for the one that takes the rest. */
  width: number | null;
  align: 'start' | 'end';
}

export const widthOf = ({ id, width }: Pick<ColumnLayout, 'id' | 'width'>): number =>
  width ?? facts[id].usual;

/** The least and the most that a column can be made. */
export function widthRange(id: ColumnId): { least: number; most: number } {
  return { least: facts[id].least, most: mostWidth };
}

/** The columns that a list of this width shows: those of little weight give way until the name has room. */
export function fitColumns(layout: TableLayout, available: number): FittedColumn[] {
  const shown = layout.columns.filter((column) => column.isShown);
  const needed = (columns: ColumnLayout[]): number =>
    sides +
    tile +
    facts.name.least +
    columns.reduce((sum, column) => sum + (column.id === 'name' ? 0 : widthOf(column) + gap), 0);
  while (needed(shown) > available) {
    const lightest = shown
      .filter(({ id }) => id !== 'name' && id !== 'progress')
      .sort((one, other) => facts[one.id].weight - facts[other.id].weight)[0];
    if (!lightest) break;
    shown.splice(shown.indexOf(lightest), 1);
  }
  return shown.map((column) => ({
    id: column.id,
    width: column.id === 'name' ? null : widthOf(column),
    align: facts[column.id].align,
  }));
}

/** What a card shows: the name, and how far it is or, where a list has no progress, what came of it. */
export function cardColumns(layout: TableLayout): FittedColumn[] {
  const fitted = fitColumns(layout, Infinity);
  const second = layout.columns.some(({ id }) => id === 'progress') ? 'progress' : 'status';
  return fitted.filter(({ id }) => id === 'name' || id === second);
}

/** The same columns as a CSS grid's tracks. */
export function tracksOf(columns: readonly FittedColumn[]): string {
  return columns.map(({ width }) => (width === null ? 'minmax(0, 1fr)' : `${width}px`)).join(' ');
}

/** Another place for a column among the shown ones; one that is hidden keeps to the one before it. */
export function moveColumn(layout: TableLayout, id: ColumnId, before: ColumnId | null): TableLayout {
  const moving = layout.columns.find((column) => column.id === id);
  if (!moving || before === id) return layout;
  const columns = layout.columns.filter((column) => column.id !== id);
  const place = before === null ? -1 : columns.findIndex((column) => column.id === before);
  columns.splice(place < 0 ? columns.length : place, 0, moving);
  return { ...layout, columns };
}

/** One place to the start (-1) or to the end (1) among all columns. */
export function stepColumn(layout: TableLayout, id: ColumnId, by: -1 | 1): TableLayout {
  const from = layout.columns.findIndex((column) => column.id === id);
  const before = layout.columns[by < 0 ? from - 1 : from + 2];
  if (from < 0 || (by < 0 && !before)) return layout;
  return moveColumn(layout, id, before?.id ?? null);
}

/** Another width, within what the column can be. */
export function resizeColumn(layout: TableLayout, id: ColumnId, width: number): TableLayout {
  const { least, most } = widthRange(id);
  const next = Math.round(Math.min(most, Math.max(least, width)));
  return {
    ...layout,
    columns: layout.columns.map((column) => (column.id === id ? { ...column, width: next } : column)),
  };
}

/** Shows or hides a column; the name can't be hidden. */
export function showColumn(layout: TableLayout, id: ColumnId, isShown: boolean): TableLayout {
  if (id === 'name') return layout;
  return {
    ...layout,
    columns: layout.columns.map((column) => (column.id === id ? { ...column, isShown } : column)),
  };
}

/** Sorts by a column: first one way, then the other, then not at all. */
export function sortByColumn(layout: TableLayout, column: ColumnId): TableLayout {
  const { sort } = layout;
  if (sort?.column !== column) return { ...layout, sort: { column, descending: false } };
  return { ...layout, sort: sort.descending ? null : { column, descending: true } };
}
