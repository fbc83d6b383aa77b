import type { AppState } from '../../state/app.svelte.ts';
import { jobsOf } from '../../table/entries.ts';
import type { Entry } from '../../table/entries.ts';
import { jobKey } from './job-keys.ts';
import { isShortcut } from '../../presentation/shortcuts.ts';
import type { TableControl } from './table-control.svelte.ts';

/** A table as its keys need it. */
interface KeyedTable {
  app: AppState;
  control: TableControl;
  /** The line that the key was pressed on. */
  entry: Entry;
  /** Its rows may stand under headings. */
  isTree: boolean;
  /** It reads from right to left. */
  isMirrored: boolean;
  openMenu: () => void;
  /** One place up or down in the queue. */
  moveBy: (by: -1 | 1) => void;
  fold: (groupId: string, isFolded: boolean) => void;
}

/** What a key does that is pressed on a line of a table: the menu, the order, folding, choosing, then the job's own keys. */
export function tableKey(event: KeyboardEvent, table: KeyedTable): void {
  const { app, control, entry } = table;
  const { ui } = app;
  const { key } = event;
  if (isShortcut(event, 'menu')) {
    event.preventDefault();
    return table.openMenu();
  }
  // The keyboard may stand on a row that Tab came to, and that nothing was chosen by.
  if (ui.selection.focus !== entry.key) ui.choose({ ...ui.selection, focus: entry.key });
  if (isShortcut(event, 'moveUp') || isShortcut(event, 'moveDown')) {
    event.preventDefault();
    return table.moveBy(isShortcut(event, 'moveUp') ? -1 : 1);
  }
  if (table.isTree && (key === 'ArrowLeft' || key === 'ArrowRight')) {
    if (control.fold((key === 'ArrowLeft') !== table.isMirrored)) event.preventDefault();
    return;
  }
  if (entry.is === 'group' && (isShortcut(event, 'open') || isShortcut(event, 'pauseOrResume'))) {
    event.preventDefault();
    return table.fold(entry.id, !entry.isFolded);
  }
  if (control.key(event)) return;
  const jobs = jobsOf(entry);
  if (entry.is === 'group') {
    const ids = jobs.map((job) => job.id);
    if (jobs[0]) jobKey(app, jobs[0], ids, jobs, event);
  } else if (jobs[0]) jobKey(app, jobs[0], control.chosenIds(), control.chosen(), event);
}
