import { toFailure } from '../../src-shared/failure.ts';
import type { PreparedId } from '../../src-shared/job.ts';
import type { Connections } from './connections.ts';
import { Notifier } from './notifier.ts';
import type { CleanUp, Clock, JobStore, Log, ServerApi } from './ports.ts';

/** After so long a server has thrown the thing away itself (Alfresco: 60 to 120 min after the last change). */
const giveUpAfter = 3 * 3_600_000;
const firstRetry = 10_000;
const slowestRetry = 30 * 60_000;
/** How often a cancelled preparation is asked whether it has ended. */
const mostLooks = 60;

/**
 * Leaves nothing behind on servers: what was prepared is cancelled where it may still be at work, then deleted.
 * The list is on the disk, so that it is done even after a restart. A job's own end never waits for it.
 */
export class CleanUps {
  readonly #ports: { store: JobStore; clock: Clock; log: Log };
  readonly #connections: Connections;
  readonly #wake = new Notifier();
  readonly #attempted = new Notifier();
  readonly #stopped = new AbortController();
  /** What was tried in this run; a new run is a new chance, whatever the last one had to wait for. */
  readonly #tried = new Set<PreparedId>();
  #loop: Promise<void> | null = null;

  constructor(ports: { store: JobStore; clock: Clock; log: Log }, connections: Connections) {
    this.#ports = ports;
    this.#connections = connections;
  }

  start(): void {
    this.#loop ??= this.#run(this.#stopped.signal).catch(() => undefined);
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
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, store } = this.#ports;
    while (!signal.aborted) {
      const now = clock.now();
      const list = store.cleanUps();
      const isDue = ({ dueAt, prepared }: CleanUp): boolean => dueAt <= now || !this.#tried.has(prepared);
      const due = list.find((cleanUp) => isDue(cleanUp) && this.#mayGo(cleanUp));
      if (due) {
        await this.#settle(due, signal);
        this.#tried.add(due.prepared);
        this.#attempted.notify();
        continue;
      }
      const later = list.filter((cleanUp) => this.#mayGo(cleanUp)).map((cleanUp) => cleanUp.dueAt);
      const round = new AbortController();
      const end = (): void => round.abort();
      signal.addEventListener('abort', end);
      const until = [this.#wake.wait(round.signal)];
      if (later.length > 0) until.push(clock.sleep(Math.max(0, Math.min(...later) - now), round.signal));
      await Promise.race(until).catch(() => undefined);
      round.abort();
      await Promise.allSettled(until);
      signal.removeEventListener('abort', end);
    }
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
      if (cleanUp.how === 'cancel' && api.cancel) {
        await api.cancel(cleanUp.prepared, { signal });
        await this.#untilEnded(api, cleanUp, signal);
      }
      await api.cleanUp?.(cleanUp.prepared, { signal });
      if (api.cleanUp) this.#note(cleanUp, 'cleanedUp', {});
      store.dropCleanUp(cleanUp);
    } catch (thrown) {
      if (signal.aborted) return;
      const failure = toFailure(thrown);
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

  /** A cancel is only a wish until the server's work notices it, and may lose: the end is kept in the timeline. */
  async #untilEnded(api: ServerApi, cleanUp: CleanUp, signal: AbortSignal): Promise<void> {
    const prepared: PreparedId = cleanUp.prepared;
    for (let look = 0; look < mostLooks; look += 1) {
      const status = await api.poll(prepared, { signal });
      if (status.is !== 'waiting') {
        const counters = 'counters' in status ? status.counters : null;
        this.#note(cleanUp, 'endedOnServer', { status: status.is, counters });
        return;
      }
      await this.#ports.clock.sleep(Math.min(15_000, 500 * (look + 1)), signal);
    }
  }

  #note(cleanUp: CleanUp, event: string, detail: Record<string, unknown>): void {
    const entry = { jobId: cleanUp.jobId, at: this.#ports.clock.now(), event, from: '', to: '', detail };
    this.#ports.store.appendLog(entry);
  }
}
