import type { Job } from '../../src-shared/job/job.ts';
import { isListed } from '../../src-shared/job/job.ts';
import { isFinal, stateOf } from '../../src-shared/job/job-states.ts';
import type { Jobs } from './jobs.ts';
import type { Ports } from './ports.ts';

/** Rows at most; older ones are found in the history. */
const mostRows = 1_000;
const pageSize = 200;
const day = 24 * 3_600_000;
/** Time has passed that is worth a look. Milliseconds. */
const lookAfter = 3_600_000;

/**
 * What was saved stays in the queue's lists for as many days as the setting says, over restarts as well; what ended in this
 * run without a file stays for that run. A group is there as a whole for as long as one of its parts is.
 */
export class DoneRows {
  readonly #ports: Pick<Ports, 'clock' | 'config' | 'store'>;
  readonly #jobs: Jobs;
  readonly #shown: (jobIds: string[]) => void;
  #startedAt: number | null = null;
  #lookedAt = 0;

  /** @param shown rows that came back */
  constructor(
    ports: Pick<Ports, 'clock' | 'config' | 'store'>,
    jobs: Jobs,
    shown: (jobIds: string[]) => void,
  ) {
    this.#ports = ports;
    this.#jobs = jobs;
    this.#shown = shown;
  }

  /** From now on; without it rows stay as long as the run. */
  start(): void {
    this.#startedAt = this.#ports.clock.now();
    this.look();
  }

  /** Time may have passed since the last look. */
  lookIfDue(): void {
    if (this.#ports.clock.now() - this.#lookedAt >= lookAfter) this.look();
  }

  /** Takes up what belongs to the lists, and lets go of what doesn't anymore. */
  look(): void {
    if (this.#startedAt === null) return;
    const now = this.#ports.clock.now();
    this.#lookedAt = now;
    const { doneDays } = this.#ports.config.settings();
    const since = doneDays === 0 ? this.#startedAt : now - doneDays * day;
    const found = this.#since(since);
    const all = this.#jobs.all();
    const isOld = (job: Job): boolean => isFinal(job) && job.changedAt < since;
    const groups = groupsOf([...found, ...all.filter((job) => !isOld(job))]);
    const isOver = (job: Job): boolean =>
      isOld(job) && !groups.has(job.id) && !groups.has(job.parentId ?? '');
    this.#jobs.forget(all.filter(isOver).map(({ id }) => id));
    this.#shown(this.#jobs.takeUp([...found, ...[...groups].flatMap((id) => this.#whole(id))]));
  }

  /** A group that was split, and all its parts that weren't removed. */
  #whole(id: string): Job[] {
    const parent = this.#jobs.get(id);
    if (parent?.state.is !== 'split') return [];
    const parts = parent.state.children.flatMap((child) => this.#jobs.get(child) ?? []);
    return [parent, ...parts].filter(isListed);
  }

  #since(since: number): Job[] {
    const found: Job[] = [];
    for (let offset = 0; offset < mostRows; offset += pageSize) {
      const { jobs } = this.#ports.store.history({ offset, limit: pageSize });
      const recent = jobs.filter((job) => job.changedAt >= since);
      found.push(...recent.filter((job) => isDone(job) && isListed(job)));
      if (recent.length < pageSize) break;
    }
    return found;
  }
}

/** A group comes with its parts. */
const isDone = (job: Job): boolean => stateOf(job).phase === 'done' && job.state.is !== 'split';

/** The groups that these are parts of, by their ids. */
const groupsOf = (jobs: readonly Job[]): Set<string> =>
  new Set(jobs.flatMap(({ parentId }) => parentId ?? []));
