import { untrack } from 'svelte';
import type { UiState } from '../../state/ui.svelte.ts';
import { jobsOf } from '../../table/entries.ts';
import type { RowSource } from '../../table/row-source.ts';
import { dropGone, selectOnly } from '../../table/selection.ts';

/** A list whose place is kept. */
interface KeptList {
  ui: UiState;
  source: RowSource;
  /** The keyboard is in the list, rather than where the list was narrowed down. */
  hasFocus: () => boolean;
}

/**
 * Holds the keyboard's place in a list: when its row leaves for good, or under the user's hands, the row that comes into
 * its place is chosen, so that keys go on from there. Rows that are gone are chosen no longer. To be run in an effect at
 * every change.
 */
export function createPlaceKeeper(): (list: KeptList) => void {
  let last = { key: '', index: -1 };
  return ({ ui, source, hasFocus }) => {
    const { selection } = ui;
    const { focus } = selection;
    const kept = dropGone(selection, (id) => source.hasLeft(id));
    const place = focus === null ? -1 : source.indexOf(focus);
    if (focus !== null && place >= 0) last = { key: focus, index: place };
    const isLost =
      focus !== null &&
      place < 0 &&
      focus === last.key &&
      (source.hasLeft(focus) || (hasFocus() && !source.isShown(focus)));
    if (!isLost) {
      if (kept !== selection) untrack(() => ui.choose(kept));
      return;
    }
    let index = Math.min(last.index, source.count - 1);
    if (source.isSection(index)) index += index === 0 ? 1 : -1;
    const entry = source.at(index);
    if (index >= 0 && !entry) return;
    untrack(() =>
      ui.choose(
        entry
          ? selectOnly(
              entry.key,
              jobsOf(entry).map((job) => job.id),
            )
          : { ...kept, focus: null, anchor: null },
      ),
    );
  };
}
