import type { Clock } from './ports.ts';

/** So many are worked on in one go: more would keep everything else waiting for too long. */
const sliceSize = 500;

/** Does it with some after the others, each time in one go, and lets everything else have its turn in between. */
export async function inSlices<Item>(
  clock: Clock,
  all: readonly Item[],
  run: (some: Item[]) => void | Promise<void>,
): Promise<void> {
  for (let from = 0; from < all.length; from += sliceSize) {
    if (from > 0) await clock.sleep(0, new AbortController().signal);
    await run(all.slice(from, from + sliceSize));
  }
}
