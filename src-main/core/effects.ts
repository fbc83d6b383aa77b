import { FailedError } from '../../src-shared/failures/failure.ts';
import type { Job, JobState, JobStateName } from '../../src-shared/job/job.ts';
import type { JobEffect, JobEvent } from '../../src-shared/job/job-events.ts';
import { originOf } from '../../src-shared/connection.ts';
import type { WhenExists } from '../../src-shared/when-exists.ts';
import type { Bandwidth } from './bandwidth.ts';
import type { ServerCleanup } from './server-cleanup.ts';
import type { Connections } from './connections.ts';
import { EventDelivery } from './event-delivery.ts';
import { timeUntilRetry } from './wait-times.ts';
import type { Folders } from './folders.ts';
import type { Jobs } from './jobs.ts';
import { filingOf } from './filed-as.ts';
import { inTime } from './in-time.ts';
import { logFailure } from './log-failure.ts';
import { makeRoom, unchangedFile } from './same-name.ts';
import { siftRequest } from './sift-request.ts';
import { splitSelection } from './split-selection.ts';
import type { Poller } from './poller.ts';
import type { PartPlace, Ports, ServerApi } from './ports.ts';
import type { ProgressPublisher } from './progress-publisher.ts';
import type { Space } from './space.ts';
import { partName, Transfer } from './transfer.ts';
import type { TransferPorts } from './transfer-ports.ts';
import { verify } from './verify.ts';
import { TaskChains } from './task-chains.ts';
import { WorkFailures } from './work-failures.ts';

type JobIn<Name extends JobStateName> = Job & { state: Extract<JobState, { is: Name }> };

/** How long a request to prepare may still wait for its answer when the program ends. Milliseconds. */
const answerGrace = 10_000;

/** The parts of the app that effects act on. */
export interface EffectParts {
  connections: Connections;
  folders: Folders;
  space: Space;
  bandwidth: Bandwidth;
  /** Bytes between two checkpoints of a transfer. */
  checkpointBytes: number;
  poller: Poller;
  progress: ProgressPublisher;
  cleanUps: ServerCleanup;
}

/** Carries out what the job machine decides, and reports the outcome as events. */
export class Effects {
  readonly #ports: Ports;
  readonly #parts: EffectParts;
  readonly #jobs: () => Jobs;
  readonly #chains: TaskChains;
  readonly #delivery: EventDelivery;
  readonly #failures: WorkFailures;
  readonly #asking = new Set<string>();
  readonly #furthest: TransferPorts['furthest'] = new Map();
  readonly #stopped = new AbortController();
  #isStopping = false;

  constructor(ports: Ports, parts: EffectParts, jobs: () => Jobs) {
    this.#ports = ports;
    this.#parts = parts;
    this.#jobs = jobs;
    this.#delivery = new EventDelivery(ports, jobs, this.#stopped.signal);
    this.#failures = new WorkFailures(ports, parts);
    this.#chains = new TaskChains((jobId, thrown) =>
      logFailure(ports.log, 'work ended unexpectedly', thrown, { jobId }),
    );
  }

  /** Removes the unfinished files of jobs that ended while they couldn't be removed. */
  start(): void {
    for (const { jobId } of this.#ports.store.outputs())
      if (!this.#jobs().isOpen(jobId)) this.#chains.after(jobId, () => this.#discard(jobId));
  }

  run(effects: JobEffect[]): void {
    for (const effect of effects) {
      try {
        this.#start(effect);
      } catch (thrown) {
        logFailure(this.#ports.log, 'work did not begin', thrown, { jobId: effect.jobId });
      }
    }
  }

  /** Resolves when nothing is in flight for these jobs, and what was to be removed of them is gone. */
  async settled(jobIds: string[]): Promise<void> {
    await this.#chains.settled(jobIds);
  }

  /** Ends everything in flight. A request to prepare that is out gets some time for its answer first. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const job of this.#jobs().all()) if (!this.#asking.has(job.id)) this.#chains.stop(job.id);
    await inTime(this.#ports.clock, { most: answerGrace, late: () => undefined }, () =>
      this.#chains.settled([...this.#asking]),
    );
    this.#stopped.abort();
    this.#chains.stopAll();
    await this.#chains.settled();
  }

  #start(effect: JobEffect): void {
    const { jobId } = effect;
    switch (effect.type) {
      case 'ask':
        return this.#begin(effect, 'asking', (job, signal) => this.#ask(job, signal));
      case 'poll':
        return this.#begin(effect, 'preparing', async (job, signal) => {
          const soften = (): void => this.#delivery.settle(jobId, { type: 'progressed', run: job.run });
          const event = await this.#parts.poller.watch(job, job.state.prepared, signal, soften);
          if (event.type === 'tooLarge') this.#keepLimit(job.connectionId, event.limit);
          return event;
        });
      case 'plan':
        return this.#begin(effect, 'planning', async (job, signal) => {
          // Nothing gives it a slot, so no gate has kept it yet.
          await this.#parts.connections.opened(job.connectionId, job.account, signal);
          return splitSelection({ ...this.#ports, api: this.#apiOf(job) }, job, signal);
        });
      case 'sift':
        return this.#begin(effect, 'sifting', async (job, signal) => {
          const { connections } = this.#parts;
          await connections.opened(job.connectionId, job.account, signal);
          const naming = { server: connections.nameOf(job.connectionId), say: this.#ports.say };
          return siftRequest(this.#apiOf(job), job, naming, signal);
        });
      case 'fetch':
        return this.#begin(effect, 'downloading', (job, signal) => this.#fetch(job, signal));
      case 'verify':
        return this.#begin(effect, 'verifying', (job, signal) =>
          verify(
            {
              ...this.#ports,
              progress: this.#parts.progress,
              filing: filingOf(job, this.#ports, this.#parts.connections),
            },
            job,
            signal,
          ),
        );
      case 'publish':
        return this.#begin(effect, 'publishing', (job, signal) => this.#publish(job, signal));
      case 'stop':
        this.#chains.stop(jobId);
        return this.#parts.progress.clear(jobId);
      case 'discardPart':
        return this.#chains.after(jobId, () => this.#discard(jobId));
      case 'tidy':
        return this.#parts.cleanUps.wake();
    }
  }

  /** One piece of work: waits for its time, does it, and gives the job whatever came of it. */
  #begin<Name extends JobStateName>(
    effect: JobEffect & { run: number },
    state: Name,
    task: (job: JobIn<Name>, signal: AbortSignal) => Promise<JobEvent>,
  ): void {
    // What is saved now is taken up by the next start.
    if (this.#isStopping) return;
    const { jobId, run } = effect;
    this.#chains.start(jobId, async (signal) => {
      const job = this.#jobs().get(jobId);
      if (!job || job.run !== run || job.state.is !== state) return;
      const { clock } = this.#ports;
      let event: JobEvent;
      try {
        const left = timeUntilRetry(job, clock.now());
        // The poller waits by itself, so that its silence counter stays right.
        if (state !== 'preparing' && left > 0) await clock.sleep(left, signal);
        event = await task(job as JobIn<Name>, signal);
      } catch (thrown) {
        if (signal.aborted) return;
        event = this.#failures.eventOf(job, thrown);
      }
      if (!signal.aborted || event.type === 'accepted') await this.#delivery.deliver(jobId, event);
    });
  }

  async #ask(job: JobIn<'asking'>, signal: AbortSignal): Promise<JobEvent> {
    this.#asking.add(job.id);
    try {
      const state = this.#parts.connections.state(job.connectionId);
      const { account, version } = state.is === 'ok' ? state.info : { account: null, version: null };
      const connection = this.#parts.connections.find(job.connectionId);
      const server = connection && { name: connection.name, address: connection.baseUrl, version };
      const asked = { run: job.run, account, ...(server && { server }) };
      // Once it is out, its answer has to be awaited: whoever cancels before that leaves nothing on the server.
      const isWanted = (): boolean => {
        const state = this.#jobs().get(job.id)?.state;
        return state?.is !== 'asking' || state.wish !== 'cancel';
      };
      const created = await this.#apiOf(job).create(job.request, { signal, isWanted });
      return 'prepared' in created
        ? { type: 'accepted', ...asked, prepared: created.prepared, name: created.name }
        : { type: 'acceptedReady', ...asked, content: created.content };
    } finally {
      this.#asking.delete(job.id);
    }
  }

  async #fetch(job: JobIn<'downloading'>, signal: AbortSignal): Promise<JobEvent> {
    if (this.#whenExists(job) === 'skip') {
      const options = { part: partName(job.id), signal };
      const filing = filingOf(job, this.#ports, this.#parts.connections);
      const unchanged = await unchangedFile(this.#ports, job, filing, options);
      if (unchanged) return unchanged;
    }
    const transfer = new Transfer(
      {
        ...this.#ports,
        ...this.#parts,
        furthest: this.#furthest,
        priority: () => this.#jobs().get(job.id)?.priority ?? job.priority,
        progressed: (at) => this.#delivery.settle(at.id, { type: 'progressed', run: at.run }),
        note: (at, event, detail) => this.#delivery.note(at.id, event, detail),
      },
      job,
      job.state.source,
      signal,
    );
    const end = await transfer.run(this.#apiOf(job));
    this.#furthest.delete(job.id);
    return end.is === 'gone'
      ? { type: 'gone', run: job.run }
      : { type: 'finished', run: job.run, name: end.name };
  }

  async #publish(job: JobIn<'publishing'>, signal: AbortSignal): Promise<JobEvent> {
    await this.#parts.folders.opened(job.folder, signal);
    const connection = this.#parts.connections.find(job.connectionId);
    const finished = { ...job.state, origin: connection && originOf(connection) };
    const place = this.#placeOf(job);
    const { replaced, warnings } =
      this.#whenExists(job) === 'replace'
        ? await makeRoom(this.#ports, job, place, finished)
        : { replaced: null, warnings: [] };
    if (replaced !== null) this.#delivery.note(job.id, 'replaced', { name: replaced });
    const { folder, fileName, marked } = await this.#ports.files.publish(place, finished, { signal });
    if (marked === false) this.#delivery.note(job.id, 'unmarked', {});
    return { type: 'stored', run: job.run, folder, fileName, warnings };
  }

  #whenExists(job: Job): WhenExists {
    return job.whenExists ?? this.#ports.config.settings().whenExists;
  }

  #placeOf(job: Job): PartPlace {
    return this.#ports.store.output(job.id) ?? { folder: job.folder, part: partName(job.id) };
  }

  async #discard(jobId: string): Promise<void> {
    const { store, files, log } = this.#ports;
    this.#furthest.delete(jobId);
    this.#parts.space.forget(jobId);
    // Should the file stay (a drive that is away), it is at least never taken for anything again.
    const worthless = {
      durable: 0,
      pieces: [],
      tail: null,
      total: null,
      proof: null,
      digests: [],
      sha256: null,
      whole: false,
    };
    const output = await this.#delivery.saved(jobId, () => {
      const kept = store.output(jobId);
      if (kept) store.saveOutput({ ...kept, ...worthless });
      return kept;
    });
    if (!output) return;
    try {
      await files.discard(output);
    } catch (thrown) {
      // Its row stays: what goes on writes over it, and of what ended the next start removes it.
      return logFailure(log, 'discarding failed', thrown, { jobId });
    }
    await this.#delivery.saved(jobId, () => store.dropOutput(jobId));
  }

  /** A server tells its limit only when it refuses: the picker can show it beforehand the next time. */
  #keepLimit(connectionId: string, packLimit: number): void {
    const connection = this.#parts.connections.find(connectionId);
    if (connection && packLimit > 0 && connection.packLimit !== packLimit)
      this.#ports.config.saveConnection({ ...connection, packLimit });
  }

  #apiOf(job: Job): ServerApi {
    const connection = this.#parts.connections.find(job.connectionId);
    if (!connection) throw new FailedError(this.#parts.connections.removedFailure(job.connectionId));
    return this.#parts.connections.api(connection);
  }
}
