import { searchWords } from '../../src-shared/fold-text.ts';
import type { Priority } from '../../src-shared/job/job.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';
import { isIn } from '../../src-shared/job/job-group.ts';
import type { QueueFilter } from '../../src-shared/job/job-group.ts';
import { countsByServer, countsOf, listedOf, totalsOf } from '../../src-shared/job/queue-counts.ts';
import type { QueueState } from './queue.svelte.ts';
import type { RemovalState } from './removal.svelte.ts';
import { searchedIn } from './searched-text.ts';

const ranks: Record<Priority, number> = { high: 0, normal: 1, low: 2 };

/** Whether a list with that filter, server and search shows a job. */
function matcher(filter: QueueFilter, connectionId: string | null, text: string): (job: JobView) => boolean {
  const words = searchWords(text);
  return (job) => {
    if (!isIn(filter, job)) return false;
    if (connectionId !== null && job.connectionId !== connectionId) return false;
    if (words.length === 0) return true;
    const searched = searchedIn(job);
    return words.every((word) => searched.includes(word));
  };
}

/** The queue as lists show it: without what is about to be removed, in order, filtered and counted. */
export class QueueLists {
  readonly #queue: QueueState;
  readonly #removal: RemovalState;

  /** What isn't about to be removed. */
  readonly #present = $derived.by(() => {
    const { hidden } = this.#removal;
    const all = [...this.#queue.rows.values()];
    return hidden.size === 0 ? all : all.filter((job) => !hidden.has(job.id));
  });

  /** What is a row. */
  readonly #listed = $derived.by(() => listedOf(this.#present));

  /** Open jobs in the order in which they are served, then what is over, newest first. */
  readonly ordered = $derived.by(() =>
    [...this.#listed].sort((one, other) => {
      const over = Number(isFinal(one)) - Number(isFinal(other));
      if (over !== 0) return over;
      if (isFinal(one)) return other.changedAt - one.changedAt;
      return ranks[one.priority] - ranks[other.priority] || one.order - other.order;
    }),
  );

  /** All parts of each group, by its id. */
  readonly #groups = $derived.by(() => {
    const groups: Record<string, JobView[]> = {};
    for (const job of this.#present) if (job.group) (groups[job.group.id] ??= []).push(job);
    return groups;
  });

  /** How many rows each list of the sidebar has, and each server by its id. */
  readonly counts = $derived.by(() => countsOf(this.#listed));
  readonly countsByServer = $derived.by(() => countsByServer(this.#listed));

  /** Some of what is shown can be paused, or resumed. */
  readonly canPause = $derived.by(() => this.#present.some((job) => job.actions.includes('pause')));
  readonly canResume = $derived.by(() => this.#present.some((job) => job.actions.includes('resume')));

  /** What is under way, for the status bar. */
  readonly totals = $derived.by(() => totalsOf(this.#listed));

  constructor(queue: QueueState, removal: RemovalState) {
    this.#queue = queue;
    this.#removal = removal;
  }

  /** All parts of a group, whatever a list shows of it. */
  partsOf(groupId: string): readonly JobView[] | undefined {
    return this.#groups[groupId];
  }

  /** The rows of a filter and a server, whose name or server holds all words of the text. */
  matching(filter: QueueFilter, connectionId: string | null, text: string): JobView[] {
    const matches = matcher(filter, connectionId, text);
    return this.ordered.filter(matches);
  }

  /** Those rows of these ids that such a list has. */
  matchingOf(
    ids: readonly string[],
    filter: QueueFilter,
    connectionId: string | null,
    text: string,
  ): JobView[] {
    const matches = matcher(filter, connectionId, text);
    const shown = ids.filter((id) => !this.#removal.hidden.has(id));
    return shown.flatMap((id) => this.#queue.rows.get(id) ?? []).filter(matches);
  }
}
