import type { Job } from '../../src-shared/job/job.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';
import { step } from '../../src-shared/job/job-machine.ts';
import { nothing } from '../../src-shared/job/job-events.ts';
import type { JobEffect, JobEvent, Step, StepContext } from '../../src-shared/job/job-events.ts';
import { logFailure } from './log-failure.ts';
import type { Clock, CleanUp, Config, JobStore, Log, LogEntry, Random } from './ports.ts';

/** Who hears of a dispatch, after it is saved. */
export interface JobsListener {
  /** Rows as they are now, whole. */
  changed(jobs: Job[]): void;
  removed(jobIds: string[]): void;
  run(effects: JobEffect[]): void;
}

/**
 * The jobs of the queue: those that aren't final, and those that ended in this run. The one way to change a job is
 * `dispatch`: step, save everything in one transaction, tell the listeners, carry out the effects.
 */
export class Jobs {
  readonly #rows = new Map<string, Job>();
  /** In the queue's order; null after a change of places. */
  #ordered: { jobs: Job[]; places: Map<string, number> } | null = null;
  /** Jobs that aren't final, by their connection's id. */
  readonly #open = new Map<string, number>();
  /** Of the last run, without the event yet that a new one has begun. */
  readonly #unrecovered = new Set<string>();
  readonly #store: JobStore;
  readonly #clock: Clock;
  readonly #config: Config;
  readonly #random: Random;
  readonly #log: Log;
  readonly #listener: JobsListener;

  constructor(
    ports: { store: JobStore; clock: Clock; random: Random; config: Config; log: Log },
    listener: JobsListener,
  ) {
    this.#store = ports.store;
    this.#clock = ports.clock;
    this.#config = ports.config;
    this.#random = ports.random;
    this.#log = ports.log;
    this.#listener = listener;
  }

  /** Takes over what the last run left, which `recover` has go on. Returns how many rows couldn't be read. */
  load(): number {
    const { jobs, setAside } = this.#store.open();
    for (const job of jobs) {
      this.#set(job);
      this.#unrecovered.add(job.id);
    }
    return setAside;
  }

  /**
   * Has the jobs of the last run go on. Throws when the store can't save: those left over go on with the next call, and
   * until then nothing may be begun.
   */
  recover(): void {
    const now = this.#clock.now();
    const { lastAlive } = this.#store;
    // A clock that went back tells nothing.
    const closedSince = lastAlive === null || lastAlive > now ? null : lastAlive;
    for (const id of this.#unrecovered) {
      const before = this.#rows.get(id)?.state;
      const isQueued = before?.is === 'queued';
      this.dispatch(id, { type: 'recovered', closedSince });
      // The server may be at work for it, and nobody can say under which id: it throws that away by itself.
      if (before?.is === 'asking' && before.wish === 'cancel') this.#noteLeft(id);
      // What is lost may say that it was asked already: the user decides whether to ask again.
      if (this.#store.restoredFrom !== null && isQueued) this.dispatch(id, { type: 'pause' });
      this.#unrecovered.delete(id);
    }
  }

  #noteLeft(jobId: string): void {
    const at = this.#clock.now();
    this.#store.appendLog({ jobId, at, event: 'leftOnServer', from: '', to: '', detail: {} });
  }

  /** The job as it is now, from the queue or the history. */
  get(id: string): Job | null {
    return this.#rows.get(id) ?? this.#store.job(id);
  }

  /** The queue in its order. */
  all(): Job[] {
    if (!this.#ordered) {
      const jobs = [...this.#rows.values()].sort(byPlace);
      this.#ordered = { jobs, places: new Map(jobs.map(({ id }, place) => [id, place])) };
    }
    return [...this.#ordered.jobs];
  }

  /** How many jobs of a connection aren't final. */
  openOf(connectionId: string): number {
    return this.#open.get(connectionId) ?? 0;
  }

  /** The connections with jobs that aren't final. */
  openConnections(): string[] {
    return [...this.#open].flatMap(([id, count]) => (count > 0 ? [id] : []));
  }

  /** Whether it is in the lists of the queue, where what was saved lately is too. */
  has(id: string): boolean {
    return this.#rows.has(id);
  }

  /** Whether it is in the queue and not at its end. */
  isOpen(id: string): boolean {
    const job = this.#rows.get(id);
    return job !== undefined && !isFinal(job);
  }

  add(job: Job): void {
    const at = this.#clock.now();
    const asked: LogEntry = { jobId: job.id, at, event: 'added', from: '', to: job.state.is, detail: {} };
    this.#store.save([job], [asked], []);
    this.#set(job);
    this.#tell(() => this.#listener.changed([job]));
  }

  /** Several as one group, in one transaction: the parent, which is final, and what is fetched of it. */
  addGroup(parent: Job, children: Job[]): void {
    const at = this.#clock.now();
    const entries = [parent, ...children].map((job): LogEntry => {
      const detail = job === parent ? {} : { parent: parent.id, why: 'chosen' };
      return { jobId: job.id, at, event: 'added', from: '', to: job.state.is, detail };
    });
    this.#store.save([parent, ...children], entries, []);
    for (const job of [parent, ...children]) this.#set(job);
    this.#tell(() => this.#listener.changed([parent, ...children]));
  }

  /** Changes what isn't the machine's, the place in the queue, for several jobs in one transaction. */
  amend(changes: Map<string, Partial<Pick<Job, 'order' | 'priority'>>>): void {
    const amended = [...changes].flatMap(([id, change]) => {
      const job = this.#rows.get(id);
      return job ? [{ ...job, ...change }] : [];
    });
    if (amended.length === 0) return;
    this.#store.save(amended, [], []);
    for (const job of amended) this.#set(job);
    this.#tell(() => this.#listener.changed(amended));
  }

  /** Passes an event to a job. Returns the job as it is afterwards; throws when the store can't save, with nothing changed. */
  dispatch(id: string, event: JobEvent): Job | null {
    this.dispatchAll([id], event);
    return this.get(id);
  }

  /**
   * Passes the same event to several jobs, in one transaction: all or nothing. Returns the ids of those that it fitted; throws
   * when the store can't save.
   */
  dispatchAll(ids: readonly string[], event: JobEvent): string[] {
    const now = this.#clock.now();
    const { askAgainAfterExpiry, leaveOutRefused } = this.#config.settings();
    const context: StepContext = {
      now,
      random: () => this.#random.next(),
      askAgainAtMost: askAgainAfterExpiry,
      leaveOutRefused,
    };
    const fitted: string[] = [];
    const changes: Job[] = [];
    const effects: JobEffect[] = [];
    const entries: LogEntry[] = [];
    for (const id of ids) {
      const job = this.get(id);
      const next = job ? step(job, event, context) : nothing;
      if (!job || (next.changes.length === 0 && next.effects.length === 0)) continue;
      fitted.push(id);
      changes.push(...next.changes);
      effects.push(...next.effects);
      if (isTold(job, next, event))
        entries.push(...next.changes.map((changed) => this.#entry(job, changed, event, now)));
    }
    if (fitted.length === 0) return fitted;
    const cleanUps = effects.flatMap((effect): CleanUp[] => {
      if (effect.type !== 'tidy') return [];
      const { jobId, connectionId, prepared, how } = effect;
      return [{ jobId, connectionId, prepared, how, attempts: 0, dueAt: now, createdAt: now }];
    });
    this.#store.save(changes, entries, cleanUps);
    for (const next of changes) if (!isFinal(next) || this.#rows.has(next.id)) this.#set(next);
    if (changes.length > 0) this.#tell(() => this.#listener.changed(changes));
    this.#tell(() => this.#listener.run(effects));
    return fitted;
  }

  /** Takes final jobs into the queue again. Returns the ids of those that weren't in it. */
  takeUp(jobs: readonly Job[]): string[] {
    const fresh = jobs.filter((job) => isFinal(job) && !this.#rows.has(job.id));
    for (const job of fresh) this.#set(job);
    return fresh.map(({ id }) => id);
  }

  /** Takes final jobs out of the queue; the history keeps them. */
  forget(ids: string[]): void {
    const gone = ids.filter((id) => {
      const job = this.#rows.get(id);
      return job !== undefined && isFinal(job) && this.#rows.delete(id);
    });
    if (gone.length > 0) this.#ordered = null;
    if (gone.length > 0) this.#tell(() => this.#listener.removed(gone));
  }

  #set(job: Job): void {
    const before = this.#rows.get(job.id);
    this.#rows.set(job.id, job);
    this.#place(job, before);
    const more = Number(!isFinal(job)) - Number(before !== undefined && !isFinal(before));
    if (more !== 0) this.#open.set(job.connectionId, this.openOf(job.connectionId) + more);
  }

  /** Keeps the order in step; what stays in its place, or comes last, costs no sorting. */
  #place(job: Job, before: Job | undefined): void {
    if (!this.#ordered) return;
    const { jobs, places } = this.#ordered;
    const place = places.get(job.id);
    const last = jobs.at(-1);
    if (before && place !== undefined && byPlace(before, job) === 0) jobs[place] = job;
    else if (!before && (!last || byPlace(last, job) <= 0)) places.set(job.id, jobs.push(job) - 1);
    else this.#ordered = null;
  }

  /** What is saved is so, whatever becomes of those who hear of it: none keeps the others, or the effects, from theirs. */
  #tell(listener: () => void): void {
    try {
      listener();
    } catch (thrown) {
      logFailure(this.#log, 'a change was not told', thrown);
    }
  }

  #entry(before: Job, next: Job, event: JobEvent, at: number): LogEntry {
    const isChild = next.id !== before.id;
    return {
      jobId: next.id,
      at,
      event: isChild ? 'added' : (pauses[event.type] ?? event.type),
      from: isChild ? '' : before.state.is,
      to: next.state.is,
      detail: isChild ? { parent: before.id, why: 'limit' } : detailOf(event),
    };
  }
}

/** Whether it is worth a line in the timeline. A row that goes, or stays after all, has one only where that is a pause. */
function isTold(before: Job, { changes }: Step, event: JobEvent): boolean {
  // Whoever compares writes a line of its own, also where nothing was missing.
  if (event.type === 'compared') return false;
  const isMark = event.type === 'remove' || event.type === 'takeBack';
  return !isMark || changes[0]?.state !== before.state;
}

/** What a mark does to what works, as the timeline calls it. */
const pauses: Partial<Record<JobEvent['type'], string>> = { remove: 'pause', takeBack: 'resume' };

/** By the place in the queue. */
function byPlace(one: Job, other: Job): number {
  return one.order - other.order || one.createdAt - other.createdAt;
}

/** A timeline names so many things that were refused. */
const mostRefusedTold = 20;

/** What of an event is worth keeping in the timeline. */
function detailOf(event: JobEvent): Record<string, unknown> {
  switch (event.type) {
    case 'accepted':
      return { prepared: event.prepared, ...(event.server && { server: event.server }) };
    case 'acceptedReady':
      return { document: event.content.documentId, ...(event.server && { server: event.server }) };
    case 'answerLost':
    case 'failed':
    case 'unsavable':
      return { failure: event.failure };
    case 'becameReady':
      return { counters: event.counters, expiresAt: event.expiresAt };
    case 'tooLarge':
      return { limit: event.limit, size: event.size };
    case 'sifted':
      return { refused: event.refused.slice(0, mostRefusedTold), count: event.refused.length };
    case 'planned':
      return { children: event.children.length };
    case 'proven': {
      const { name, size, sha256, isAnnounced, warnings } = event;
      return { name, size, sha256, isAnnounced, warnings };
    }
    case 'corrupt':
      return { reason: event.reason };
    case 'moveTo':
      return { folder: event.folder };
    case 'recovered':
      return event.closedSince === null ? {} : { closedSince: event.closedSince };
    case 'unchanged':
    case 'stored':
    case 'located':
      return { folder: event.folder, fileName: event.fileName };
    default:
      return {};
  }
}
