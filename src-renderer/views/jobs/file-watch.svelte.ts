import { untrack } from 'svelte';
import type { JobView } from '../../../src-shared/job/job-view.ts';
import type { AppState } from '../../state/app.svelte.ts';
import type { RowSource } from '../../table/row-source.ts';

/** How often files in sight are looked for again: they may be moved by other programs. Milliseconds. */
const every = 30_000;

/** Looks where the saved files are whose rows are in sight, for as long as the list is there. */
export class FileWatch {
  /** The lines in sight. */
  seen = $state.raw({ first: 0, last: -1 });
  readonly #source: () => RowSource;

  constructor(app: AppState, source: () => RowSource) {
    this.#source = source;
    const look = $derived(Math.floor(app.clock.now / every));
    const ids = $derived(
      this.#saved()
        .map(({ id }) => id)
        .join(' '),
    );
    $effect(() => {
      void look;
      if (ids !== '' && !app.isGone) app.savedFiles.watch(untrack(() => this.#saved()));
    });
  }

  #saved(): JobView[] {
    const source = this.#source();
    const saved: Record<string, JobView> = {};
    for (let line = this.seen.first; line <= this.seen.last; line += 1) {
      const entry = source.at(line);
      // A heading tells of all of its group, also of what the list doesn't show.
      const lookedAt = entry?.is === 'row' ? [entry.job] : entry?.is === 'group' ? entry.all : [];
      for (const job of lookedAt) if (job.state.is === 'saved') saved[job.id] = job;
    }
    return Object.values(saved);
  }
}
