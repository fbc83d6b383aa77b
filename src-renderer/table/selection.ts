/**
 * What is chosen in a list, as file managers have it. Keys name lines (a job's id, or a group's heading), ids name jobs:
 * a heading stands for all of its jobs. It holds on to names and not to places, so that rows may move and change.
 */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** The line that the keyboard is on. */
  readonly focus: string | null;
  /** Where a range begins. */
  readonly anchor: string | null;
}

export const nothingSelected: Selection = { ids: new Set(), focus: null, anchor: null };

/** This line alone. */
export function selectOnly(key: string, ids: readonly string[]): Selection {
  return { ids: new Set(ids), focus: key, anchor: key };
}

/** This line as well, or no longer. */
export function toggle(selection: Selection, key: string, ids: readonly string[]): Selection {
  const next = new Set(selection.ids);
  if (ids.every((id) => next.has(id))) for (const id of ids) next.delete(id);
  else for (const id of ids) next.add(id);
  return { ids: next, focus: key, anchor: key };
}

/** Everything from the anchor to this line; `keep` adds it to what was chosen before. */
export function extend(selection: Selection, key: string, ids: readonly string[], keep: boolean): Selection {
  return {
    ids: new Set(keep ? [...selection.ids, ...ids] : ids),
    focus: key,
    anchor: selection.anchor ?? key,
  };
}

/** The keyboard goes on to this line, and what is chosen stays. */
export function moveFocus(selection: Selection, key: string | null): Selection {
  return { ...selection, focus: key, anchor: key };
}

/** These jobs, and the keyboard stays where it is. */
export function selectAll(selection: Selection, ids: readonly string[]): Selection {
  return { ...selection, ids: new Set(ids) };
}

/** Without jobs that are gone; the same selection where none is. */
export function dropGone(selection: Selection, isGone: (id: string) => boolean): Selection {
  const gone = [...selection.ids].filter(isGone);
  if (gone.length === 0) return selection;
  const ids = new Set(selection.ids);
  for (const id of gone) ids.delete(id);
  return { ...selection, ids };
}

/** The job that details are about: the line with the keyboard if it is chosen, else the one that was chosen last. */
export function leadOf({ ids, focus }: Selection): string | null {
  if (focus !== null && ids.has(focus)) return focus;
  return [...ids].at(-1) ?? null;
}
