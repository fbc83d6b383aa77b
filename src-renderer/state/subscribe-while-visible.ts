import type { AppClient } from '../client.ts';

/** What a visible page follows. */
export interface Following {
  /** Begins to listen; each of the returned functions ends a part of it. */
  listen(): (() => void)[];
  /** What is shown may be old: asks for all of it anew. */
  catchUp(): void;
  /** Nothing comes anymore, until `catchUp` is called again. */
  leave?(): void;
}

/**
 * Follows the app while there is a link to it and the page may be visible. A hidden page listens to nothing, and
 * catches up when it is shown; a page that was opened unseen does so once, so that it is there when it is looked at.
 */
export function subscribeWhileVisible(client: AppClient, following: Following): void {
  let isLinked = false;
  let hasCaughtUp = false;
  let listening: (() => void)[] = [];

  const follow = (): void => {
    for (const end of listening.splice(0)) end();
    const isSeen = document.visibilityState === 'visible';
    if (!isLinked || (!isSeen && hasCaughtUp)) return following.leave?.();
    if (isSeen) listening = following.listen();
    hasCaughtUp = true;
    following.catchUp();
  };

  client.onLink((link) => {
    isLinked = link === 'open';
    follow();
  });
  document.addEventListener('visibilitychange', follow);
}
