import type { Clock } from '../core/ports.ts';

/** Calls the listener when something has happened. */
export type Moment = (listener: () => void) => void;

/**
 * How long a window waits for any sign of its page before it is shown as it is. Milliseconds. On Wayland a hidden
 * window may never be painted, and `ready-to-show` then never comes (https://github.com/electron/electron/issues/48859).
 */
export const showPatience = 3_000;

/** Shows a window at the first of the moments, and after `showPatience` at the latest. Once. */
export function showAtFirst(moments: readonly Moment[], clock: Pick<Clock, 'sleep'>, show: () => void): void {
  const waiting = new AbortController();
  const first = (): void => {
    if (waiting.signal.aborted) return;
    waiting.abort();
    show();
  };
  for (const moment of moments) moment(first);
  clock.sleep(showPatience, waiting.signal).then(first, () => undefined);
}
