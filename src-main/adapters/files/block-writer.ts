import type { OpenFile } from './disk.ts';
import { sharedBytes } from './hash-threads.ts';
import { writeAll } from './regular-file.ts';

/** Chunks below this are gathered: each write costs a turn of one of the few threads that Node has for files. */
const smallChunk = 128 * 1024;
/** Bytes that are written at once. The fewer, the more of them are still in the processor's cache for the next thread. */
const blockSize = 256 * 1024;
/** Writes that the system is given at once. */
const mostInFlight = 2;
/** Bytes that may be taken and not yet be written and used. */
const mostWaiting = 4 * 1024 * 1024;

interface Block {
  bytes: Uint8Array;
  position: number;
  isWritten: boolean;
}

/**
 * Writes a row of chunks to a file, a few at once, and passes each on in order as soon as it and all before it are in
 * the file. After a write that failed nothing more is taken, and nothing behind it is passed on.
 */
export class BlockWriter {
  readonly #file: OpenFile;
  readonly #pass: (bytes: Uint8Array) => Promise<void>;
  #gathered: Uint8Array | null = null;
  #gatheredBytes = 0;
  /** Blocks that were used up. Ever new memory would keep the collector busy, which looks through all that there is. */
  readonly #free: Uint8Array[] = [];
  /** Not yet passed on, in order; the unwritten ones among them are those that no write was begun for. */
  #blocks: Block[] = [];
  #unwritten: Block[] = [];
  #inFlight = 0;
  /** Bytes that were taken and aren't used up yet. */
  #waiting = 0;
  /** Where the next block goes, and where the row of bytes ends that are in the file without a gap. */
  #sent: number;
  #written: number;
  #marks: { position: number; reach: () => void }[] = [];
  #failure: Error | null = null;
  #changed = Promise.withResolvers<void>();

  /** @param pass is given what was written; there is room for more when its promise resolves */
  constructor(file: OpenFile, position: number, pass: (bytes: Uint8Array) => Promise<void>) {
    this.#file = file;
    this.#pass = pass;
    this.#sent = position;
    this.#written = position;
  }

  /** Where the bytes end that were taken. */
  get taken(): number {
    return this.#sent + this.#gatheredBytes;
  }

  /** Where the bytes end that were written and passed on. */
  get written(): number {
    return this.#written;
  }

  /** What the first write that failed was thrown. */
  get failure(): Error | null {
    return this.#failure;
  }

  /** Takes a chunk; resolves when there is room for more, or a write has failed. */
  async take(chunk: Uint8Array): Promise<void> {
    this.#waiting += chunk.length;
    const isSmall = chunk.length < smallChunk;
    if (!isSmall) this.#sendGathered();
    this.#gather(chunk);
    if (!isSmall) this.#sendGathered();
    while (this.#waiting > mostWaiting && !this.#failure) await this.#changed.promise;
  }

  /**
   * Calls back as soon as all that was taken until now, or all before a failed write, is passed on, and nothing yet
   * that is taken later. Resolves with what that returned, or null when a write failed in between.
   */
  async reach<T>(callBack: () => T): Promise<T | null> {
    if (this.#failure) await this.settle();
    else this.#sendGathered();
    let returned: T | null = null;
    const position = this.#failure ? this.#written : this.#sent;
    const mark = { position, reach: () => void (returned = callBack()) };
    this.#marks.push(mark);
    this.#advance();
    while (this.#marks.includes(mark) && !this.#failure) await this.#changed.promise;
    this.#marks = this.#marks.filter((other) => other !== mark);
    return returned;
  }

  /** Writes what was taken as far as that is possible; resolves when nothing is under way anymore. */
  async settle(): Promise<void> {
    this.#sendGathered();
    while (this.#inFlight > 0) await this.#changed.promise;
  }

  #gather(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length;) {
      this.#gathered ??= this.#free.pop() ?? sharedBytes(blockSize);
      const part = chunk.subarray(from, from + blockSize - this.#gatheredBytes);
      this.#gathered.set(part, this.#gatheredBytes);
      this.#gatheredBytes += part.length;
      from += part.length;
      if (this.#gatheredBytes === blockSize) this.#sendGathered();
    }
  }

  #sendGathered(): void {
    const bytes = this.#gathered?.subarray(0, this.#gatheredBytes);
    this.#gathered = null;
    this.#gatheredBytes = 0;
    if (bytes) this.#send(bytes);
  }

  #send(bytes: Uint8Array): void {
    const block = { bytes, position: this.#sent, isWritten: false };
    this.#sent += bytes.length;
    this.#blocks.push(block);
    this.#unwritten.push(block);
    this.#pump();
  }

  #pump(): void {
    while (this.#inFlight < mostInFlight && !this.#failure) {
      const block = this.#unwritten.shift();
      if (!block) return;
      this.#inFlight += 1;
      void this.#write(block);
    }
  }

  async #write(block: Block): Promise<void> {
    try {
      await writeAll(this.#file, block.bytes, block.position);
      block.isWritten = true;
    } catch (thrown) {
      this.#fail(thrown);
    }
    this.#inFlight -= 1;
    this.#advance();
    this.#pump();
    this.#tell();
  }

  /** Passes on what is whole from the start. Blocks that were written behind a failed one stay where they are. */
  #advance(): void {
    for (;;) {
      for (; this.#marks[0]?.position === this.#written; this.#marks.shift()) this.#marks[0].reach();
      if (!this.#blocks[0]?.isWritten) return;
      const { bytes } = this.#blocks.shift()!;
      this.#written += bytes.length;
      void this.#passOn(bytes);
    }
  }

  async #passOn(bytes: Uint8Array): Promise<void> {
    try {
      await this.#pass(bytes);
      this.#waiting -= bytes.length;
      this.#free.push(new Uint8Array(bytes.buffer));
    } catch (thrown) {
      this.#fail(thrown);
    }
    this.#tell();
  }

  #fail(thrown: unknown): void {
    this.#failure ??= thrown instanceof Error ? thrown : new Error(String(thrown));
    this.#unwritten = [];
  }

  #tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
