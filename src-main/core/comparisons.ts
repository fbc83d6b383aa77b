import { toFailure } from '../../src-shared/failures/failure.ts';
import { policyOf } from '../../src-shared/failures/failure-table.ts';
import { changesBetween } from '../../src-shared/history/compare-contents.ts';
import { compareListing } from '../../src-shared/history/compare-listing.ts';
import type { ListedFile } from '../../src-shared/history/compare-listing.ts';
import type { Comparison, ListingComparison, ZipChanges } from '../../src-shared/history/comparison.ts';
import type { Job } from '../../src-shared/job/job.ts';
import type { Connections } from './connections.ts';
import type { Jobs } from './jobs.ts';
import { logFailure } from './log-failure.ts';
import type { Clock, Config, JobStore, Log } from './ports.ts';
import { TaskChains } from './task-chains.ts';

/** A listing that the connection's own trouble ended is begun so often. */
const mostTries = 2;
/** Listed files that are compared in one go. */
const batch = 2_000;

interface ComparisonPorts {
  store: JobStore;
  config: Config;
  clock: Clock;
  log: Log;
}

/**
 * Compares what is in a saved zip with the server's own listing, where the server has one, and with the last zip of the
 * same request. Once for each download, one after the other at each server; what isn't done when Ferry ends, the next run
 * does.
 */
export class Comparisons {
  readonly #ports: ComparisonPorts;
  readonly #parts: { connections: Connections; jobs: () => Jobs };
  readonly #compared: (jobId: string) => void;
  readonly #chains: TaskChains;
  /** Jobs that are in a chain. */
  readonly #waiting = new Set<string>();
  readonly #stopped = new AbortController();
  #isHeld = false;

  constructor(
    ports: ComparisonPorts,
    parts: { connections: Connections; jobs: () => Jobs },
    compared: (jobId: string) => void,
  ) {
    this.#ports = ports;
    this.#parts = parts;
    this.#compared = compared;
    this.#chains = new TaskChains((_connectionId, thrown) =>
      logFailure(ports.log, 'comparing ended unexpectedly', thrown),
    );
  }

  /** Takes up what the last run left; `later`: nothing is compared before `settled` is called. */
  start(later = false): void {
    this.#isHeld = later;
    if (!later) this.#beginDue();
  }

  #beginDue(): void {
    for (const jobId of this.#ports.store.dueComparisons()) {
      const job = this.#parts.jobs().get(jobId);
      // What isn't saved yet is noticed when it is.
      if (job?.state.is === 'saved') this.#begin(job);
    }
  }

  noticeChanges(jobs: readonly Job[]): void {
    for (const job of jobs) if (job.state.is === 'saved' && !this.#waiting.has(job.id)) this.#begin(job);
  }

  /** Compares with the listing as it is now, although that was done, or is switched off. */
  ask(job: Job): void {
    const before = this.#ports.store.comparison(job.id);
    const listing: ListingComparison = { is: 'due', isAsked: true };
    this.#ports.store.saveComparison(job.id, { changes: before?.changes ?? null, listing }, true);
    this.#begin(job);
  }

  /** Resolves when nothing is left to compare at servers that answer. */
  async settled(): Promise<void> {
    this.#isHeld = false;
    this.#beginDue();
    const { connections } = this.#parts;
    const reachable = connections.all().filter(({ id }) => connections.mayGo(id, null));
    await this.#chains.settled(reachable.map(({ id }) => id));
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#chains.settled();
  }

  #begin(job: Job): void {
    const { signal } = this.#stopped;
    if (this.#isHeld || this.#waiting.has(job.id) || signal.aborted) return;
    this.#waiting.add(job.id);
    this.#chains.after(job.connectionId, async () => {
      try {
        if (!signal.aborted) await this.#compareIfDue(job, signal);
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      } finally {
        this.#waiting.delete(job.id);
      }
    });
  }

  async #compareIfDue(job: Job, signal: AbortSignal): Promise<void> {
    const { store } = this.#ports;
    const kept = store.comparison(job.id);
    if (kept && store.dueComparisons().includes(job.id)) await this.#compare(job, kept, signal);
  }

  async #compare(job: Job, kept: Comparison, signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#ports;
    const changes = kept.changes ?? (await this.#changes(job));
    // What needs no server is told at once.
    store.saveComparison(job.id, { ...kept, changes }, true);
    if (kept.changes === null && changes !== null) this.#compared(job.id);
    const listing =
      kept.listing?.is === 'due' ? await this.#listing(job, kept.listing, signal) : kept.listing;
    if (listing) this.#tell(job, listing);
    store.saveComparison(job.id, { listing, changes }, false);
    if (listing && listing.is !== 'due')
      store.appendLog({
        ...{ jobId: job.id, at: clock.now(), event: 'compared', from: '', to: '' },
        detail: detailOf(listing),
      });
    this.#compared(job.id);
  }

  async #changes(job: Job): Promise<ZipChanges | null> {
    const { store } = this.#ports;
    const earlier = store.savedBefore(job, job.changedAt);
    if (!earlier || !store.contents(earlier.id) || !store.contents(job.id)) return null;
    const changes = await changesBetween(store.contentEntries(earlier.id), store.contentEntries(job.id));
    return { jobId: earlier.id, since: earlier.changedAt, ...changes };
  }

  /** Null where nothing is to be compared. */
  async #listing(
    job: Job,
    { isAsked }: { isAsked: boolean },
    signal: AbortSignal,
  ): Promise<ListingComparison | null> {
    const { config, store, clock } = this.#ports;
    const { connections } = this.#parts;
    const connection = connections.find(job.connectionId);
    if (!connection || !connections.api(connection).listing) return null;
    if (!isAsked && !config.settings().compareListing) return null;
    for (let tries = 1; ; tries += 1) {
      await connections.opened(job.connectionId, job.account, signal);
      try {
        const options = { signal, priority: 'background' as const };
        const listing = await connections.api(connection).listing!(job.request, options);
        const at = clock.now();
        if (typeof listing === 'string') return { is: listing, at };
        const accepted = store.log(job.id).findLast(({ event }) => event === 'accepted');
        const times = { at, askedAt: accepted?.at ?? job.createdAt };
        return await compareListing(this.#inBatches(listing.files), store.contentEntries(job.id), times);
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        const failure = toFailure(thrown);
        connections.report(job.connectionId, failure);
        const mayPass = policyOf(failure.kind).scope === 'connection' && tries < mostTries;
        if (!mayPass) return { is: 'failed', at: clock.now(), failure };
      }
    }
  }

  async *#inBatches(files: readonly ListedFile[]): AsyncGenerator<readonly ListedFile[]> {
    for (let from = 0; from < files.length; from += batch) {
      if (from > 0) await this.#ports.clock.sleep(0, new AbortController().signal);
      yield files.slice(from, from + batch);
    }
  }

  /** A note on the row, so that nobody has to look for it. */
  #tell({ id }: Job, listing: ListingComparison): void {
    // What couldn't be compared takes no earlier note back.
    if (listing.is !== 'compared') return;
    const { missing, otherSize } = listing;
    this.#parts.jobs().dispatch(id, { type: 'compared', missing: missing.count, otherSize: otherSize.count });
  }
}

/** What the timeline keeps of it. */
function detailOf(listing: ListingComparison): Record<string, unknown> {
  if (listing.is === 'failed') return { is: listing.is, failure: listing.failure };
  if (listing.is !== 'compared') return { is: listing.is };
  const { is, files, newer, gone, missing, otherSize } = listing;
  return { is, files, newer, gone, missing: missing.count, otherSize: otherSize.count };
}
