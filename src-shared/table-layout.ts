/** How a user has arranged a list: kept on the screen's side and with the settings, and never trusted when it is read back. */
import { z } from 'zod';

/** The columns that lists have, in their usual order. */
export const columnIds = ['name', 'status', 'progress', 'size', 'speed', 'time', 'added', 'type'] as const;
/** Those that a list shows only when it is told to. */
const seldom: readonly string[] = ['type'];
export const columnIdSchema = z.enum(columnIds);
export type ColumnId = z.infer<typeof columnIdSchema>;

const columnSchema = z.object({
  id: columnIdSchema,
  isShown: z.boolean(),
  /** CSS pixels; null for the usual width. */
  width: z.number().int().min(40).max(1200).nullable(),
});
export type ColumnLayout = z.infer<typeof columnSchema>;

export const tableSortSchema = z.object({ column: columnIdSchema, descending: z.boolean() });
export type TableSort = z.infer<typeof tableSortSchema>;

export const tableLayoutSchema = z.object({
  columns: z.array(columnSchema),
  /** Null for the list's own order. */
  sort: tableSortSchema.nullable(),
  /** Rows of one line. */
  compact: z.boolean(),
  /** Ids of groups whose rows are hidden under their heading. */
  folded: z.array(z.string().max(64)).max(500),
});
export type TableLayout = z.infer<typeof tableLayoutSchema>;

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
  const parsed = tableLayoutSchema.safeParse(kept);
  if (!parsed.success) return usual;
  const layout = parsed.data;
  const known = layout.columns.filter(
    ({ id }, index) => columns.includes(id) && layout.columns.findIndex((other) => other.id === id) === index,
  );
  const missing = usual.columns.filter(({ id }) => !known.some((column) => column.id === id));
  const arranged = [...known, ...missing].map((column) =>
    column.id === 'name' ? { ...column, isShown: true } : column,
  );
  const sort = layout.sort && columns.includes(layout.sort.column) ? layout.sort : null;
  return { ...layout, columns: arranged, sort };
}
