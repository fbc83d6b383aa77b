import { searchWords } from '../../src-shared/fold-text.ts';
import type { Priority } from '../../src-shared/job/job.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';
import { isIn, totalsOf } from '../presentation/job-group.ts';
import type { QueueFilter } from '../presentation/job-group.ts';
import type { QueueState } from './queue.svelte.ts';
import type { RemovalState } from './removal.svelte.ts';
import { searchedIn } from './searched-text.ts';

const ranks: Record<Priority, number> = { high: 0, normal: 1, low: 2 };
const filters: QueueFilter[] = ['all', 'preparing', 'downloading', 'done', 'attention'];

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

  /** Open jobs in the order in which they are served, then what is over, newest first. */
  readonly ordered = $derived.by(() =>
    [...this.#present].sort((one, other) => {
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

  readonly counts = $derived.by(() => {
    const counts: Record<QueueFilter, number> = {
      all: 0,
      preparing: 0,
      downloading: 0,
      done: 0,
      attention: 0,
    };
    for (const job of this.#present) {
      // What was split is the heading of its parts, and no row.
      if (this.#groups[job.id]) continue;
      for (const filter of filters) if (isIn(filter, job)) counts[filter] += 1;
    }
    return counts;
  });

  /** How many rows each server has, by its id. */
  readonly countsByServer = $derived.by(() => {
    const counts: Record<string, number> = {};
    for (const { connectionId } of this.#present) counts[connectionId] = (counts[connectionId] ?? 0) + 1;
    return counts;
  });

  /** Some of what is shown can be paused, or resumed. */
  readonly canPause = $derived.by(() => this.#present.some((job) => job.actions.includes('pause')));
  readonly canResume = $derived.by(() => this.#present.some((job) => job.actions.includes('resume')));

  /** What runs right now, for the status bar. */
  readonly totals = $derived.by(() => totalsOf(this.#present));

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
