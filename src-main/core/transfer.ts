import { FailedError } from '../../src-shared/failure.ts';
import type { Job, Source } from '../../src-shared/job.ts';
import type { ByteSink, Clock, FileStore, JobStore, Output, Part, ResponseHead, ServerApi } from './ports.ts';
import type { ProgressBoard } from './progress.ts';
import { RateMeter } from './progress.ts';

/** Bytes and milliseconds between two checkpoints: what a power cut can cost at most. */
const checkpointBytes = 64 * 1024 * 1024;
const checkpointEvery = 10_000;
/** This much must come before earlier failures no longer count. */
const progressBytes = 1024 * 1024;
/** Bytes that stay free on a volume. */
export const spaceReserve = 64 * 1024 * 1024;
/** How often a transfer may start over before it is given up for this time. */
const mostRestarts = 2;

/** What a transfer needs of the world. */
export interface TransferPorts {
  files: FileStore;
  store: JobStore;
  clock: Clock;
  progress: ProgressBoard;
  /** The bytes flow: what failed before no longer counts. */
  progressed: (job: Job) => void;
  /** Something for the job's timeline. */
  note: (job: Job, event: string, detail: Record<string, unknown>) => void;
  /** Bytes that other running transfers still have to write to the folder. */
  promised: (job: Job) => number;
}

/** How a run of a transfer ended, when it didn't reject. */
export type TransferEnd = { is: 'complete'; name: string | null } | { is: 'gone' };

/**
 * One run: open the part at what is durable, fetch the rest, checkpoint on the way.
 * Order of durability: write, fsync the part, then commit the offset; after a restart the committed offset rules.
 */
export class Transfer implements ByteSink {
  readonly #ports: TransferPorts;
  readonly #job: Job;
  readonly #source: Source;
  readonly #meter: RateMeter;
  #output: Output;
  #part: Part | null = null;
  #offset = 0;
  #startedAt = 0;
  #checkpointAt = 0;
  #announced = false;

  constructor(ports: TransferPorts, job: Job, source: Source) {
    this.#ports = ports;
    this.#job = job;
    this.#source = source;
    this.#meter = new RateMeter(ports.clock);
    const before = ports.store.output(job.id);
    const sourceId = source.from === 'prepared' ? source.prepared : source.content.documentId;
    const nothing = { total: null, proof: null, name: null, durable: 0, whole: false };
    const place = { jobId: job.id, folder: job.folder, part: partName(job.id) };
    // What was fetched from another source is worth nothing for this one.
    if (before?.sourceId === sourceId) this.#output = before;
    else this.#output = { ...place, ...before, ...nothing, sourceId };
  }

  async run(api: ServerApi, signal: AbortSignal): Promise<TransferEnd> {
    await this.#ports.files.checkFolder(this.#output.folder);
    let restarts = 0;
    try {
      await this.#open();
      for (;;) {
        if (this.#output.whole) return { is: 'complete', name: this.#output.name };
        const { durable: offset, total, proof } = this.#output;
        const resume = offset > 0 && total !== null && proof ? { offset, total, proof } : null;
        if (offset > 0 && !resume)
          await this.#startOver('nothing proves that what was fetched belongs to it');
        const end = await api.fetchInto(this, this.#source, resume, { signal });
        if (end.is === 'gone') return end;
        if (end.is === 'complete') {
          this.#assertWhole();
          await this.#checkpoint(true);
          return { is: 'complete', name: this.#output.name };
        }
        restarts += 1;
        if (restarts > mostRestarts) throw new FailedError({ kind: 'protocol', detail: end.reason });
        await this.#startOver(end.reason);
      }
    } catch (thrown) {
      // What came is kept for the next try, unless the disk itself is what failed.
      await this.#checkpoint().catch(() => undefined);
      throw thrown;
    } finally {
      await this.#part?.close().catch(() => undefined);
    }
  }

  async begin(head: ResponseHead): Promise<void> {
    if (head.offset !== this.#offset)
      throw new FailedError({ kind: 'protocol', detail: 'bytes of another place in the file came' });
    const { total, proof, name } = head;
    const missing = total === null ? 0 : total - this.#offset;
    const free = await this.#ports.files.space(this.#output.folder);
    const needed = missing + this.#ports.promised(this.#job) + spaceReserve;
    if (free !== null && free < needed)
      throw new FailedError({ kind: 'no-space', size: needed, limit: free });
    this.#output = { ...this.#output, total, proof, name: name ?? this.#output.name };
    this.#ports.store.saveOutput(this.#output);
    this.#startedAt = this.#offset;
    this.#meter.add(this.#offset);
    this.#tell();
  }

  async write(chunk: Uint8Array): Promise<void> {
    const { total } = this.#output;
    if (total !== null && this.#offset + chunk.byteLength > total)
      throw new FailedError({ kind: 'protocol', detail: 'more bytes came than were announced' });
    await this.#part!.write(chunk);
    this.#offset += chunk.byteLength;
    this.#meter.add(this.#offset);
    this.#tell();
    if (!this.#announced && this.#offset - this.#startedAt >= progressBytes) {
      this.#announced = true;
      this.#ports.progressed(this.#job);
    }
    const elapsed = this.#ports.clock.monotonic() - this.#checkpointAt;
    if (this.#offset - this.#output.durable >= checkpointBytes || elapsed >= checkpointEvery)
      await this.#checkpoint();
  }

  /** Bytes still to come of a known total. */
  missing(): number {
    return this.#output.total === null ? 0 : this.#output.total - this.#offset;
  }

  async #open(): Promise<void> {
    const { durable } = this.#output;
    // The row comes before the file, so that a file is never left that nobody knows of.
    this.#ports.store.saveOutput(this.#output);
    this.#part = await this.#ports.files.openPart(this.#output, durable);
    this.#offset = this.#part.size;
    this.#checkpointAt = this.#ports.clock.monotonic();
    if (this.#part.size < durable)
      await this.#startOver('the unfinished file on the disk is shorter than it was');
  }

  async #startOver(reason: string): Promise<void> {
    if (this.#output.durable > 0)
      this.#ports.note(this.#job, 'startedOver', { reason, bytes: this.#output.durable });
    await this.#part?.close();
    this.#output = { ...this.#output, durable: 0, whole: false, total: null, proof: null };
    this.#ports.store.saveOutput(this.#output);
    this.#part = await this.#ports.files.openPart(this.#output, 0);
    this.#offset = 0;
  }

  async #checkpoint(whole = false): Promise<void> {
    this.#checkpointAt = this.#ports.clock.monotonic();
    if (!this.#part || (this.#offset === this.#output.durable && !whole)) return;
    await this.#part.sync();
    this.#output = { ...this.#output, durable: this.#offset, whole };
    this.#ports.store.saveOutput(this.#output);
  }

  #assertWhole(): void {
    const { total } = this.#output;
    if (total !== null && this.#offset < total) throw new FailedError({ kind: 'cut' });
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
