/** How long after a load that failed it is tried again. Milliseconds. */
const pause = 1_000;

/** What tells how the way to the app is, as `AppClient` does. */
interface Linked {
  onLink(listener: (link: string) => void): void;
}

/**
 * Loads whenever the way to the app opens, and while it is open until that went well: a screen that missed one answer would
 * lack it until it is loaded anew.
 *
 * @param load resolves with whether all came
 */
export function loadWhenLinked(client: Linked, load: () => Promise<boolean>): void {
  let opened = 0;
  const attempt = async (mine: number): Promise<void> => {
    if (mine !== opened || (await load()) || mine !== opened) return;
    setTimeout(() => void attempt(mine), pause);
  };
  client.onLink((link) => {
    opened += 1;
    if (link === 'open') void attempt(opened);
  });
}
