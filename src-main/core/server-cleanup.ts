import { toFailure } from '../../src-shared/failures/failure.ts';
import type { PreparedId } from '../../src-shared/job/job.ts';
import type { Connections } from './connections.ts';
import { timeUntil } from './wait-times.ts';
import { logFailure } from './log-failure.ts';
import { WakeSignal } from './wake-signal.ts';
import type { CleanUp, Clock, JobStore, Log, ServerApi } from './ports.ts';

/* Times in milliseconds. */

/** After so long a server has thrown the thing away itself (Alfresco: 60 to 120 min after the last change). */
const giveUpAfter = 3 * 3_600_000;
const firstRetry = 10_000;
const slowestRetry = 30 * 60_000;
/** After so long a preparation that doesn't notice its cancelling is deleted as it is. */
const longestCancel = 10 * 60_000;
const firstLook = 500;
const slowestLook = 15_000;
/** How long to wait when the list itself can't be saved. */
const againAfter = 5_000;

/**
 * Leaves nothing behind on servers: what was prepared is cancelled where it may still be at work, then deleted.
 * The list is on the disk, so that it is done even after a restart. A job's own end never waits for it, and no server
 * for another one: each has one clean-up under way at a time.
 */
export class ServerCleanup {
  readonly #ports: { store: JobStore; clock: Clock; log: Log };
  readonly #connections: Connections;
  readonly #wake = new WakeSignal();
  readonly #attempted = new WakeSignal();
  readonly #stopped = new AbortController();
  /** What this run has begun with; a new run is a new chance, whatever the last one had to wait for. */
  readonly #seen = new Set<PreparedId>();
  /** What failed in this run and waits for its next try. */
  readonly #tried = new Set<PreparedId>();
  #loop: Promise<void> | null = null;
  /** What is under way, by connection. */
  readonly #underWay = new Map<string, Promise<void>>();
  /** Nothing is begun before, milliseconds since 1970: the list itself couldn't be saved. */
  #restsUntil = 0;

  constructor(ports: { store: JobStore; clock: Clock; log: Log }, connections: Connections) {
    this.#ports = ports;
    this.#connections = connections;
  }

  start(): void {
    this.#loop ??= this.#run(this.#stopped.signal);
  }

  /** Something new is on the list, or a connection opened. */
  wake(): void {
    this.#wake.notify();
  }

  /** Resolves when everything on the list has been done or tried at least once in this run. */
  async attempted(signal: AbortSignal): Promise<void> {
    while (
      this.#ports.store
        .cleanUps()
        .some((cleanUp) => !this.#tried.has(cleanUp.prepared) && this.#mayGo(cleanUp))
    )
      await this.#attempted.wait(signal);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#loop;
    await Promise.all(this.#underWay.values());
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, store } = this.#ports;
    while (!signal.aborted) {
      let nextAt: number | null = null;
      try {
        const now = clock.now();
        const rest = timeUntil(this.#restsUntil, now, againAfter);
        const list = store
          .cleanUps()
          .filter((cleanUp) => !this.#underWay.has(cleanUp.connectionId) && this.#mayGo(cleanUp));
        const due = list.find(
          ({ dueAt, prepared }) => timeUntil(dueAt, now, slowestRetry) === 0 || !this.#seen.has(prepared),
        );
        if (due && rest === 0) {
          this.#begin(due, signal);
          continue;
        }
        if (rest > 0) nextAt = now + rest;
        else if (list.length > 0) nextAt = Math.min(...list.map((cleanUp) => cleanUp.dueAt));
      } catch (thrown) {
        this.#rest(thrown);
        nextAt = this.#restsUntil;
      }
      await this.#wake.waitUntil(nextAt, clock, signal);
    }
  }

  #begin(due: CleanUp, signal: AbortSignal): void {
    this.#seen.add(due.prepared);
    const settling = this.#settle(due, signal)
      .catch((thrown: unknown) => this.#rest(thrown))
      .finally(() => {
        this.#underWay.delete(due.connectionId);
        this.#attempted.notify();
        this.#wake.notify();
      });
    this.#underWay.set(due.connectionId, settling);
  }

  /** The store can't save just now; what is on the list stays there. */
  #rest(thrown: unknown): void {
    const { clock, log } = this.#ports;
    logFailure(log, 'clean-ups failed', thrown);
    this.#restsUntil = clock.now() + againAfter;
    this.#attempted.notify();
  }

  #mayGo(cleanUp: CleanUp): boolean {
    return (
      !this.#connections.find(cleanUp.connectionId) || this.#connections.mayGo(cleanUp.connectionId, null)
    );
  }

  async #settle(cleanUp: CleanUp, signal: AbortSignal): Promise<void> {
    const { clock, store, log } = this.#ports;
    const connection = this.#connections.find(cleanUp.connectionId);
    if (!connection || clock.now() - cleanUp.createdAt > giveUpAfter) {
      this.#note(cleanUp, 'leftOnServer', {});
      store.dropCleanUp(cleanUp);
      return;
    }
    const api = this.#connections.api(connection);
    try {
      if (cleanUp.how === 'cancel') await api.cancel?.(cleanUp.prepared, { signal });
      const isKnown = cleanUp.how === 'delete' || !api.cancel;
      if (!isKnown && !(await this.#hasEnded(api, cleanUp, signal))) return;
      await api.cleanUp?.(cleanUp.prepared, { signal });
      if (api.cleanUp) this.#note(cleanUp, 'cleanedUp', {});
      store.dropCleanUp(cleanUp);
    } catch (thrown) {
      if (signal.aborted) return;
      const failure = toFailure(thrown);
      this.#tried.add(cleanUp.prepared);
      this.#connections.report(cleanUp.connectionId, failure);
      log.event('clean-up failed', {
        jobId: cleanUp.jobId,
        connectionId: cleanUp.connectionId,
        kind: failure.kind,
      });
      if (cleanUp.attempts === 0) this.#note(cleanUp, 'cleanUpFailed', { failure });
      const delay = Math.min(slowestRetry, firstRetry * 2 ** cleanUp.attempts);
      store.saveCleanUp({ ...cleanUp, attempts: cleanUp.attempts + 1, dueAt: clock.now() + delay });
    }
  }

  /**
   * Looks whether the server's work has ended; else the next look comes later. A cancel is only a wish until the work
   * notices it, and may lose: how it ended is kept in the timeline.
   */
  async #hasEnded(api: ServerApi, cleanUp: CleanUp, signal: AbortSignal): Promise<boolean> {
    const { clock, store } = this.#ports;
    const age = clock.now() - cleanUp.createdAt;
    const status = await api.poll(cleanUp.prepared, { signal });
    if (status.is === 'waiting' && age < longestCancel) {
      const dueAt = clock.now() + Math.min(slowestLook, Math.max(firstLook, age / 4));
      store.saveCleanUp({ ...cleanUp, how: 'ending', dueAt });
      return false;
    }
    const counters = 'counters' in status ? status.counters : null;
    this.#note(cleanUp, 'endedOnServer', { status: status.is, counters });
    return true;
  }

  #note(cleanUp: CleanUp, event: string, detail: Record<string, unknown>): void {
    const entry = { jobId: cleanUp.jobId, at: this.#ports.clock.now(), event, from: '', to: '', detail };
    this.#ports.store.appendLog(entry);
  }
}
