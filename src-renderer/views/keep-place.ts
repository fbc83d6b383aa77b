/** A list in which one row is chosen. */
export interface ChosenRow {
  selectedId: string | null;
  /** Where the chosen row stands, or -1 while it isn't shown. */
  active: number;
  /** How many entries there are. */
  count: number;
  /** Whether the row has left the list for good, rather than being filtered out or not loaded. */
  hasLeft: (id: string) => boolean;
  /** The row in that place or, for a heading, just above. */
  idAt: (index: number) => string | null;
  select: (id: string | null) => void;
}

/**
 * Chooses the row in its place when the chosen one leaves the list, so that the keyboard goes on from there. To be run
 * in an effect at every change.
 */
export function createPlaceKeeper(): (row: ChosenRow) => void {
  let last = { id: '', index: -1 };
  return ({ selectedId, active, count, hasLeft, idAt, select }) => {
    if (selectedId === null) return;
    if (active >= 0) last = { id: selectedId, index: active };
    else if (selectedId === last.id && hasLeft(selectedId)) select(idAt(Math.min(last.index, count - 1)));
  };
}
