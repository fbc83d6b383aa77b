/** How a user has arranged a list: kept on the screen's side and with the settings, and never trusted when it is read back. */
/** The columns that lists have, in their usual order. */
export const columnIds = ['name', 'status', 'progress', 'size', 'speed', 'time', 'added', 'type'] as const;
/** Those that a list shows only when it is told to. */
const seldom: readonly string[] = ['type'];
export type ColumnId = (typeof columnIds)[number];

/** Where a column stands, as wide as that, if it is shown. */
export interface ColumnLayout {
  id: ColumnId;
  isShown: boolean;
  /** CSS pixels, 40 to 1200; null for the usual width. */
  width: number | null;
}

export interface TableSort {
  column: ColumnId;
  descending: boolean;
}

export interface TableLayout {
  columns: ColumnLayout[];
  /** Null for the list's own order. */
  sort: TableSort | null;
  /** Rows of one line. */
  compact: boolean;
  /** Ids of groups whose rows are hidden under their heading; at most 500. */
  folded: string[];
}

type Unknown<Known> = { [Name in keyof Known]?: unknown } | null | undefined;

const isColumnId = (id: unknown): id is ColumnId => columnIds.some((known) => known === id);
const isColumn = (column: Unknown<ColumnLayout>): boolean =>
  isColumnId(column?.id) &&
  typeof column.isShown === 'boolean' &&
  (column.width === null ||
    (Number.isInteger(column.width) && Number(column.width) >= 40 && Number(column.width) <= 1200));
const isSort = (sort: Unknown<TableSort>): boolean =>
  sort === null || (isColumnId(sort?.column) && typeof sort.descending === 'boolean');

/** By hand: the list reads it before anything is drawn, and a library for it would be the first script's largest part. */
function isLayout(kept: unknown): kept is TableLayout {
  const { columns, sort, compact, folded } = Object(kept) as NonNullable<Unknown<TableLayout>>;
  return (
    Array.isArray(columns) &&
    columns.every(isColumn) &&
    isSort(sort as Unknown<TableSort>) &&
    typeof compact === 'boolean' &&
    Array.isArray(folded) &&
    folded.length <= 500 &&
    folded.every((id) => typeof id === 'string' && id.length <= 64)
  );
}

/** The default layout of a list with these columns. */
export function usualLayout(columns: readonly ColumnId[]): TableLayout {
  return {
    columns: columns.map((id) => ({ id, isShown: !seldom.includes(id), width: null })),
    sort: null,
    compact: false,
    folded: [],
  };
}

/**
 * What was kept as text, made to fit a list with these columns: columns that it doesn't have are left out, ones that
 * are missing come last, and the name is always shown. The usual layout where the text isn't one.
 */
export function readLayout(text: string | null, columns: readonly ColumnId[]): TableLayout {
  const usual = usualLayout(columns);
  if (text === null) return usual;
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    return usual;
  }
  if (!isLayout(kept)) return usual;
  const known = kept.columns.filter(
    ({ id }, index) => columns.includes(id) && kept.columns.findIndex((other) => other.id === id) === index,
  );
  const missing = usual.columns.filter(({ id }) => !known.some((column) => column.id === id));
  const arranged = [...known, ...missing].map((column) =>
    column.id === 'name' ? { ...column, isShown: true } : column,
  );
  const sort = kept.sort && columns.includes(kept.sort.column) ? kept.sort : null;
  return { ...kept, columns: arranged, sort };
}
