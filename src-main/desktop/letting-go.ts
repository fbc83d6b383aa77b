import type { Clock } from '../core/ports.ts';

/** How long a window may stay out of sight before its page is let go, milliseconds. A page takes more memory than the rest. */
export const keptHidden = 10 * 60_000;

/** Follows whether the window is out of sight. */
export interface LettingGo {
  hidden(): void;
  shown(): void;
}

/** Lets the window go once it has been hidden for `keptHidden` without a break; it is opened anew when it is wanted. */
export function createLettingGo(clock: Pick<Clock, 'sleep'>, letGo: () => void): LettingGo {
  let waiting: AbortController | null = null;
  const shown = (): void => {
    waiting?.abort();
    waiting = null;
  };
  return {
    shown,
    hidden: () => {
      if (waiting) return;
      waiting = new AbortController();
      clock.sleep(keptHidden, waiting.signal).then(
        () => {
          waiting = null;
          letGo();
        },
        () => undefined,
      );
    },
  };
}
