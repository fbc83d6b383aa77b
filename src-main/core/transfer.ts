import { FailedError } from '../../src-shared/failures/failure.ts';
import { failurePhrase } from '../../src-shared/failures/failure-phrases.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Phrase, Words } from '../../src-shared/language/words.ts';
import type { Job, Source } from '../../src-shared/job/job.ts';
import type { Lane } from './bandwidth.ts';
import { logFailure } from './log-failure.ts';
import type {
  ByteSink,
  Checkpoint,
  Output,
  Part,
  ResponseHead,
  ResumeFrom,
  ServerApi,
  Whereabouts,
} from './ports.ts';
import { RateMeter } from './progress-publisher.ts';
import type { TransferPorts } from './transfer-ports.ts';

/** What a power cut can cost at most: so many bytes, or the bytes of so many milliseconds. */
export const usualCheckpoint = 64 * 1024 * 1024;
const checkpointEvery = 10_000;
/** So many bytes beyond all that any run reached make earlier failures no longer count. */
const progressBytes = 64 * 1024;
/**
 * An answer that was cut after so many new bytes is gone on with at once: some gateways end each connection after so
 * many megabytes. One that brought less waits its turn like any failure, so that no server is asked in a tight loop.
 */
const worthARequest = 1024 * 1024;
/** How often a transfer may start over before it is given up for this time. */
const mostRestarts = 2;

/** How a run of a transfer ended, when it didn't reject. */
export type TransferEnd = { is: 'complete'; name: string | null } | { is: 'gone' };

const removed = phrase('failureDetails.bytes.partRemoved');
const outOfPlace = (): FailedError => new FailedError({ kind: 'corrupt', detail: removed });

const nothing = {
  total: null,
  volume: null,
  proof: null,
  name: null,
  durable: 0,
  pieces: [],
  tail: null,
  digests: [],
  sha256: null,
  whole: false,
} satisfies Partial<Output>;

/**
 * One run: open the part at what is durable, fetch the rest, checkpoint on the way.
 * Order of durability: write, fsync the part, then commit the offset; after a restart the committed offset rules.
 */
export class Transfer implements ByteSink {
  readonly #ports: TransferPorts;
  readonly #job: Job;
  readonly #source: Source;
  readonly #signal: AbortSignal;
  readonly #meter: RateMeter;
  readonly #lane: Lane;
  #output: Output;
  #part: Part | null = null;
  #offset = 0;
  /** Where the bytes of the answer at hand begin; until it has begun, where those will that are asked for. */
  #begunAt = 0;
  #furthest = 0;
  /** Where and when the last checkpoint began. */
  #checkpointFrom = 0;
  #checkpointAt = 0;
  /** The last checkpoint that the bytes didn't wait for. */
  #checkpointing: Promise<void> = Promise.resolve();
  /** The checkpoint that the bytes didn't wait for has failed: awaiting it rejects. */
  #isCheckpointLost = false;
  /** What has become of the part where it isn't in its place anymore. */
  #lost: Exclude<Whereabouts, 'there'> | null = null;
  #announced = false;
  /** An earlier run has fetched of the same. */
  readonly #isKept: boolean;

  constructor(ports: TransferPorts, job: Job, source: Source, signal: AbortSignal) {
    this.#ports = ports;
    this.#job = job;
    this.#source = source;
    this.#signal = signal;
    this.#meter = new RateMeter(ports.clock);
    this.#lane = ports.bandwidth.lane(job.connectionId, job.priority);
    const before = ports.store.output(job.id);
    const sourceId = source.from === 'prepared' ? source.prepared : source.content.documentId;
    // What was fetched from another source, or lies in another folder, is worth nothing for this one.
    this.#isKept = before?.sourceId === sourceId && before.folder === job.folder;
    if (before && this.#isKept) this.#output = before;
    else this.#output = { ...nothing, jobId: job.id, folder: job.folder, part: partName(job.id), sourceId };
  }

  async run(api: ServerApi): Promise<TransferEnd> {
    const { files, space } = this.#ports;
    await files.checkFolder(this.#output.folder);
    let restarts = 0;
    let isWorthless = false;
    space.enter(this.#job.id, () => this.#missing());
    try {
      await this.#open();
      for (;;) {
        if (this.#output.whole) return { is: 'complete', name: this.#output.name };
        const { durable: offset, total, proof } = this.#output;
        const resume = offset > 0 && total !== null && proof ? { offset, total, proof } : null;
        if (offset > 0 && !resume) await this.#startOver(phrase('failureDetails.bytes.again.unproven'));
        this.#begunAt = this.#offset;
        const end = await this.#fetch(api, resume).catch((thrown: unknown) => this.#afterLoss(thrown));
        if (end.is === 'cut') continue;
        if (end.is === 'gone') return end;
        if (end.is === 'complete') return { is: 'complete', name: this.#output.name };
        restarts += 1;
        if (restarts > mostRestarts)
          throw new FailedError({ kind: this.#lost ? 'corrupt' : 'protocol', detail: end.reason });
        await this.#startOver(end.reason);
      }
    } catch (thrown) {
      await this.#keepWhatCame(thrown).catch((other: unknown) =>
        this.#log('keeping what came failed', other),
      );
      isWorthless =
        this.#lost === 'removed' ||
        this.#offset === 0 ||
        (thrown instanceof FailedError && thrown.failure.kind === 'too-large');
      throw thrown;
    } finally {
      await this.#checkpointed();
      this.#remember();
      space.leave(this.#job.id);
      await this.#part?.close().catch((thrown: unknown) => this.#log('closing a part failed', thrown));
      if (isWorthless && this.#part)
        await this.#drop().catch((thrown: unknown) => this.#log('discarding failed', thrown));
      if (this.#lost) this.#tellKept();
    }
  }

  async #fetch(
    api: ServerApi,
    resume: ResumeFrom | null,
  ): Promise<Awaited<ReturnType<ServerApi['fetchInto']>> | { is: 'cut' }> {
    const end = await api
      .fetchInto(this, this.#source, resume, { signal: this.#signal })
      .catch((thrown: unknown) => this.#goOnAfter(thrown));
    if (end.is === 'complete') await this.#complete(end.tellsItsEnd ?? false);
    return end;
  }

  /** A part that alone is gone is begun anew. Rejects where it went with its folder, or nothing is wrong with it. */
  async #afterLoss(thrown: unknown): Promise<{ is: 'startOver'; reason: Phrase }> {
    if (!this.#lost || this.#signal.aborted) throw thrown;
    await this.#ports.files.checkFolder(this.#output.folder);
    await this.#ports.files.lookAtPart(this.#output);
    this.#lost = 'removed';
    return { is: 'startOver', reason: removed };
  }

  /** Leaves no file in the user's folder in which there is nothing that could be gone on with. */
  async #drop(): Promise<void> {
    const { store, files } = this.#ports;
    if (this.#lost) this.#noteStartOver(removed);
    this.#output = { ...this.#output, ...nothing };
    store.saveOutput(this.#output);
    await files.discard(this.#output);
  }

  async begin(head: ResponseHead): Promise<void> {
    if (head.offset !== this.#offset)
      throw new FailedError({ kind: 'protocol', detail: phrase('failureDetails.answer.otherPlace') });
    const { total, proof, name } = head;
    // What an earlier answer announced is about the same bytes, and no others.
    const told = head.offset > 0 ? this.#output.digests : [];
    const digests = head.digests?.length ? head.digests : told;
    this.#output = { ...this.#output, total, proof, digests, name: name ?? this.#output.name };
    this.#ports.store.saveOutput(this.#output);
    await this.#ports.space.demand(this.#job.id, this.#output.folder, this.#missing(), total ?? 0);
    this.#remember();
    this.#meter.add(this.#offset);
    this.#tell();
  }

  async write(chunk: Uint8Array): Promise<void> {
    const { total } = this.#output;
    if (total !== null && this.#offset + chunk.byteLength > total)
      throw new FailedError({ kind: 'protocol', detail: phrase('failureDetails.answer.tooManyBytes') });
    // What was packed for its way may unpack to a thousand times as much.
    const most = this.#ports.config.settings().untoldGigabytes * 1e9;
    if (total === null && this.#offset + chunk.byteLength > most)
      throw new FailedError({ kind: 'too-large', limit: most });
    for (let from = 0, { byteLength } = chunk; from < byteLength;) {
      const slice = chunk.subarray(from, from + this.#ports.bandwidth.slice(this.#job.connectionId));
      const bytes = slice.byteLength;
      this.#lane.priority = this.#ports.priority();
      await this.#ports.bandwidth.take(this.#lane, bytes, this.#signal);
      if (this.#isCheckpointLost) await this.#checkpointing;
      await this.#part!.write(slice);
      from += bytes;
      this.#offset += bytes;
      this.#meter.add(this.#offset);
      this.#tell();
    }
    if (!this.#announced && this.#offset - this.#furthest >= progressBytes) {
      this.#announced = true;
      this.#ports.progressed(this.#job);
    }
    // A checkpoint takes half of what may be lost: the bytes flow on into the other half while the disk works on it.
    const bytes = this.#offset - this.#checkpointFrom;
    const elapsed = this.#ports.clock.monotonic() - this.#checkpointAt;
    if (bytes < this.#ports.checkpointBytes / 2 && elapsed < checkpointEvery / 2) return;
    await this.#ports.space.demandReserve(this.#job.id, this.#output.folder, this.#missing());
    await this.#checkpointing;
    this.#checkpointing = this.#checkpoint();
    // It is awaited with the next bytes; until then its failure must not count as an unhandled rejection.
    this.#checkpointing.catch(() => (this.#isCheckpointLost = true));
  }

  /** A connection that was cut after it brought much is no failure: what came is kept, and the rest is asked for. */
  async #goOnAfter(thrown: unknown): Promise<{ is: 'cut' }> {
    const isCut = thrown instanceof FailedError && thrown.failure.kind === 'cut';
    const fresh = this.#offset - Math.max(this.#begunAt, this.#furthest);
    if (!isCut || fresh < worthARequest || !this.#output.proof || this.#output.total === null) throw thrown;
    await this.#checkpointing;
    this.#checkpointing = Promise.resolve();
    await this.#checkpoint();
    this.#remember();
    this.#log('going on after a cut', thrown);
    return { is: 'cut' };
  }

  /** For the next try, unless the disk itself is what failed, or the server broke its word about these very bytes. */
  async #keepWhatCame(thrown: unknown): Promise<void> {
    await this.#checkpointed();
    if (this.#lost) return;
    const isLie = thrown instanceof FailedError && thrown.failure.kind === 'protocol';
    if (isLie && this.#offset > this.#begunAt) await this.#startOver(failurePhrase(thrown.failure));
    else await this.#checkpoint();
  }

  #log(event: string, thrown: unknown): void {
    logFailure(this.#ports.log, event, thrown, { jobId: this.#job.id });
  }

  /** Bytes still to come of a known total. */
  #missing(): number {
    return this.#output.total === null ? 0 : this.#output.total - this.#offset;
  }

  async #open(): Promise<void> {
    const { durable, pieces, tail } = this.#output;
    // The row comes before the file, so that no file is left without a row.
    this.#ports.store.saveOutput(this.#output);
    if (this.#isKept) await this.#tellWhatIsLost();
    await this.#openPart({ bytes: durable, pieces, tail });
    this.#checkpointAt = this.#ports.clock.monotonic();
    if (this.#offset === durable) return;
    const reason = phrase('failureDetails.bytes.partChanged');
    this.#ports.note(this.#job, 'wentBack', { reason, from: durable, to: this.#offset });
    this.#output = { ...this.#output, whole: false, sha256: null };
    await this.#checkpoint(true);
    if (this.#offset === 0) this.#output = { ...this.#output, total: null, proof: null };
  }

  /** Who was killed leaves bytes behind the last checkpoint: they are nobody's, and come once more. */
  async #tellWhatIsLost(): Promise<void> {
    const there = await this.#ports.files.lookAtPart(this.#output);
    const bytes = (there?.size ?? 0) - this.#output.durable;
    if (bytes > 0) this.#ports.note(this.#job, 'tailDropped', { bytes });
  }

  #remember(): void {
    const { sourceId } = this.#output;
    const known = this.#ports.furthest.get(this.#job.id);
    this.#furthest = Math.max(this.#offset, known?.sourceId === sourceId ? known.bytes : 0);
    this.#ports.furthest.set(this.#job.id, { sourceId, bytes: this.#furthest });
  }

  async #startOver(reason: Words): Promise<void> {
    await this.#checkpointed();
    this.#remember();
    this.#noteStartOver(reason);
    this.#lost = null;
    await this.#part?.close();
    const { name } = this.#output;
    this.#output = { ...this.#output, ...nothing, name };
    this.#ports.store.saveOutput(this.#output);
    await this.#openPart({ bytes: 0, pieces: [], tail: null });
  }

  /** Of a part that was removed, what was in it is lost, also where it wasn't certain yet. */
  #noteStartOver(reason: Words): void {
    const bytes = this.#lost ? this.#offset : this.#output.durable;
    if (bytes > 0) this.#ports.note(this.#job, 'startedOver', { reason, bytes });
  }

  async #openPart(kept: Checkpoint): Promise<void> {
    this.#part = await this.#ports.files.openPart(this.#output, kept);
    this.#output = { ...this.#output, volume: this.#part.volume };
    this.#offset = this.#part.size;
    this.#checkpointFrom = this.#offset;
  }

  /** The checkpoint under way, if any, is over, whether it was kept or not. */
  async #checkpointed(): Promise<void> {
    await this.#checkpointing.catch(() => undefined);
    this.#checkpointing = Promise.resolve();
    this.#isCheckpointLost = false;
  }

  async #checkpoint(always = false): Promise<void> {
    this.#checkpointFrom = this.#offset;
    this.#checkpointAt = this.#ports.clock.monotonic();
    if (!this.#part || (this.#offset === this.#output.durable && !always)) return;
    await this.#look(this.#part);
    const { bytes, pieces, tail } = await this.#part.sync();
    this.#output = { ...this.#output, durable: bytes, pieces, tail };
    this.#ports.store.saveOutput(this.#output);
    // It may come back with its folder: what is in it then is kept, and no more goes into it.
    if (this.#lost) throw outOfPlace();
  }

  /** Whether the part is in its place: else bytes would go on into what nobody finds. Rejects where it was removed. */
  async #look(part: Part): Promise<void> {
    const found = await part.whereabouts();
    this.#lost = found === 'there' ? null : found;
    if (found === 'removed') throw outOfPlace();
  }

  /** Every byte is on the disk and hashed, and the server's side is done with. */
  async #complete(tellsItsEnd: boolean): Promise<void> {
    const total = this.#output.total ?? (tellsItsEnd ? this.#offset : null);
    if (total !== null && this.#offset < total) throw new FailedError({ kind: 'cut' });
    await this.#checkpointing;
    await this.#look(this.#part!);
    const { bytes, pieces, tail } = await this.#part!.sync();
    const sha256 = await this.#part!.sha256();
    this.#output = { ...this.#output, total, durable: bytes, pieces, tail, sha256, whole: true };
    this.#ports.store.saveOutput(this.#output);
  }

  /** Screens remember the last that they were told, also where less of it is kept. */
  #tellKept(): void {
    const { durable: bytes, total } = this.#output;
    const still = { rate: 0, secondsLeft: null };
    this.#ports.progress.tell({ phase: 'downloading', jobId: this.#job.id, bytes, total, ...still });
  }

  #tell(): void {
    const { total } = this.#output;
    const rate = this.#meter.rate();
    this.#ports.progress.set({
      phase: 'downloading',
      jobId: this.#job.id,
      bytes: this.#offset,
      total,
      rate,
      secondsLeft: total !== null && rate > 0 ? (total - this.#offset) / rate : null,
    });
  }
}

/** The part's file name: hidden, and its job's alone. */
export function partName(jobId: string): string {
  return `.ferry-${jobId}.part`;
}
