import type { Counts } from './queue-summary.ts';

/** How the window's entry in the taskbar or the Dock looks, as `setProgressBar` takes it. */
export interface TaskbarLook {
  /** 0 to 1; -1 shows none. More than 1 is a bar that moves without end. */
  progress: number;
  mode: 'none' | 'normal' | 'indeterminate' | 'paused' | 'error';
}

/** What the sign in the tray tells at a glance. */
export type TrayState = 'idle' | 'working' | 'attention';

/**
 * Bytes that come are a bar, in the colour of an error while something else waits for the user; a server that works, or a
 * unknown size, is one without an end. What is paused shows as such only when nothing runs. Windows alone has
 * the colours.
 *
 * @param share how much of the bytes that come now is here, from 0 to 1; null where that isn't known
 */
export function taskbarOf(counts: Counts, share: number | null): TaskbarLook {
  const { downloading, preparing, paused, needUser } = counts;
  if (downloading > 0 && share !== null) return { progress: share, mode: needUser > 0 ? 'error' : 'normal' };
  if (downloading + preparing > 0) return { progress: 2, mode: 'indeterminate' };
  if (paused > 0) return { progress: 1, mode: 'paused' };
  return { progress: -1, mode: 'none' };
}

export function trayStateOf({ downloading, preparing, needUser }: Counts): TrayState {
  if (needUser > 0) return 'attention';
  return downloading + preparing > 0 ? 'working' : 'idle';
}
