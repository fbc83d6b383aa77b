/** How a window's page failed: its process ended, its document or its preload couldn't be loaded. */
export type PageFailure = 'ended' | 'not-loaded' | 'no-preload';

/** A page that fails again within this time isn't loaded again without asking. Milliseconds. */
const troubleWindow = 60_000;

/** Electron's number for a load that another one took the place of: no failure. */
const aborted = -3;

/** Whether `did-fail-load` tells of the window's own page. */
export const isPageFailure = (errorCode: number, isMainFrame: boolean): boolean =>
  isMainFrame && errorCode !== aborted;

/**
 * Whether a page that failed comes back by itself, or the user is asked first. Transfers live elsewhere and go on.
 *
 * @param now milliseconds that never jump
 */
export function createPageCare(now: () => number): () => 'load' | 'ask' {
  let failedAt = -Infinity;
  return () => {
    const isAgain = now() - failedAt < troubleWindow;
    failedAt = now();
    return isAgain ? 'ask' : 'load';
  };
}
