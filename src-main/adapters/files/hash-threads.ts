import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { internal } from './failures.ts';
import type { HashAnswer, HashOrder, Digests, HashPlan, HashState } from './piece-hasher.ts';
import { PieceHasher } from './piece-hasher.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { ownProgram } from '../own-programs.ts';
import type { OwnProgram } from '../own-programs.ts';

/** Bytes that are hashed somewhere. Calls are obeyed in their order, also when they aren't awaited. */
export interface HashStream {
  /** Hashes the next bytes, which must stay as they are until it resolves. */
  add(bytes: Uint8Array): Promise<void>;
  state(): Promise<HashState>;
  /** The plan's other digests; nothing may be added behind them. */
  digests(): Promise<Digests>;
  /** Ends it, whatever it was at. */
  end(): void;
}

/** Memory that a thread can hash without a copy. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

type Doing<Kind = HashOrder> = Kind extends HashOrder ? Omit<Kind, 'order'> : never;

/** Milliseconds that a thread without work is kept: the next file often comes at once. */
const idlePatience = 10_000;

/** One thread; keeps the process alive only while an answer is awaited. */
class HashThread {
  /** Streams that were begun and not ended. */
  streams = 0;
  /** Whether it could be started; never rejects. */
  readonly started: Promise<boolean>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #onEnd: (failed: boolean) => void;
  readonly #patience: number;
  #orders = 0;
  #idle: NodeJS.Timeout | undefined;
  #isOver = false;

  /** @param onEnd called once, when no stream can be begun in this thread anymore */
  constructor({ file, args }: OwnProgram, patience: number, onEnd: (failed: boolean) => void) {
    this.#onEnd = onEnd;
    this.#patience = patience;
    this.#worker = new Worker(file, { argv: args });
    this.started = this.#await(0).then(
      () => true,
      () => false,
    );
    this.#worker.on('message', (answer: HashAnswer) => this.#take(answer));
    this.#worker.on('error', () => this.#fail());
    this.#worker.on('exit', () => this.#fail());
  }

  ask(doing: Doing): Promise<unknown> {
    if (this.#isOver) return Promise.reject(internal(phrase('failureDetails.file.checksumsEnded')));
    this.#orders += 1;
    const order: HashOrder = { ...doing, order: this.#orders };
    const answer = this.#await(order.order);
    this.#worker.postMessage(order);
    return answer;
  }

  /** Counts streams; a thread without any is ended after a while. */
  count(difference: 1 | -1): void {
    this.streams += difference;
    clearTimeout(this.#idle);
    if (this.streams === 0) this.#idle = setTimeout(() => this.#end(), this.#patience).unref();
  }

  #await(order: number): Promise<unknown> {
    const answer = Promise.withResolvers<unknown>();
    if (this.#waiting.size === 0) this.#worker.ref();
    this.#waiting.set(order, answer);
    return answer.promise;
  }

  #take(answer: HashAnswer): void {
    const waiting = this.#waiting.get(answer.order);
    this.#waiting.delete(answer.order);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('error' in answer)
      waiting?.reject(
        internal(phrase('failureDetails.file.checksumFailed', { words: answer.error.slice(0, 300) })),
      );
    else waiting?.resolve(answer.result);
  }

  #end(): void {
    this.#isOver = true;
    this.#onEnd(false);
    void this.#worker.terminate();
  }

  #fail(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onEnd(true);
    for (const { reject } of this.#waiting.values())
      reject(internal(phrase('failureDetails.file.checksumsLost')));
    this.#waiting.clear();
  }
}

class ThreadStream implements HashStream {
  readonly #thread: HashThread;
  readonly #stream: number;

  constructor(thread: HashThread, stream: number) {
    this.#thread = thread;
    this.#stream = stream;
  }

  async begin(plan: HashPlan): Promise<void> {
    await this.#thread.ask({ do: 'begin', stream: this.#stream, plan });
  }

  async add(bytes: Uint8Array): Promise<void> {
    await this.#thread.ask({ do: 'add', stream: this.#stream, bytes: shared(bytes) });
  }

  async state(): Promise<HashState> {
    return (await this.#thread.ask({ do: 'state', stream: this.#stream })) as HashState;
  }

  async digests(): Promise<Digests> {
    return (await this.#thread.ask({ do: 'digests', stream: this.#stream })) as Digests;
  }

  end(): void {
    this.#thread.ask({ do: 'end', stream: this.#stream }).catch(() => undefined);
    this.#thread.count(-1);
  }
}

/** The bytes where both threads see them: themselves, or a copy. */
function shared(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const copy = sharedBytes(bytes.length);
  copy.set(bytes);
  return copy;
}

/** Hashes in the thread that asks. */
export async function hashHere(plan: HashPlan): Promise<HashStream> {
  const hasher = await PieceHasher.begin(plan);
  return {
    add: async (bytes) => hasher.update(bytes),
    state: async () => hasher.state(),
    digests: async () => hasher.digests(),
    end: () => undefined,
  };
}

/**
 * The threads of this process that hash: one, or two where there are processors enough. They start when they are
 * needed and end when they aren't; where none can be started, the thread that asks does the work.
 */
export class HashThreads {
  readonly #program: OwnProgram | null;
  readonly #patience: number;
  readonly #most = Math.min(2, Math.max(1, availableParallelism() - 1));
  #threads: HashThread[] = [];
  #canStart = true;
  #streams = 0;

  /**
   * @param program what runs in a thread; Ferry's own unless tests say otherwise
   * @param patience milliseconds that a thread without work is kept
   */
  constructor(program: OwnProgram | null = null, patience = idlePatience) {
    this.#program = program;
    this.#patience = patience;
  }

  /** How many threads run now. */
  get running(): number {
    return this.#threads.length;
  }

  async begin(plan: HashPlan): Promise<HashStream> {
    const thread = this.#leastBusy();
    if (!thread) return hashHere(plan);
    thread.count(1);
    if (!(await thread.started)) return hashHere(plan);
    this.#streams += 1;
    const stream = new ThreadStream(thread, this.#streams);
    try {
      await stream.begin(plan);
      return stream;
    } catch (thrown) {
      stream.end();
      throw thrown;
    }
  }

  #leastBusy(): HashThread | null {
    const [thread] = this.#threads.sort((a, b) => a.streams - b.streams);
    if (thread?.streams === 0 || this.#threads.length === this.#most || !this.#canStart)
      return thread ?? null;
    return this.#start();
  }

  #start(): HashThread | null {
    try {
      const program = this.#program ?? ownProgram('hash-worker', import.meta.url);
      const thread: HashThread = new HashThread(program, this.#patience, (failed) => {
        this.#threads = this.#threads.filter((other) => other !== thread);
        if (failed) this.#canStart = false;
      });
      this.#threads.push(thread);
      return thread;
    } catch {
      this.#canStart = false;
      return null;
    }
  }
}

/** Bytes up to which it isn't worth to start a thread. */
export const fewBytes = 4 * 1024 * 1024;

/**
 * Hashes an unknown number of bytes: the first few at once, and when there are more, all of them in
 * a thread. Until then the first ones are held, as a hash that was begun can't be carried over.
 */
export class GrowingHash implements HashStream {
  readonly #threads: HashThreads;
  readonly #plan: HashPlan;
  /** Where the next call goes; calls wait for it in their order. */
  #stream: Promise<HashStream>;
  #held: Uint8Array[] | null = [];
  #bytes = 0;
  #hasEnded = false;

  constructor(threads: HashThreads, plan: HashPlan) {
    this.#threads = threads;
    this.#plan = plan;
    this.#stream = hashHere(plan);
    this.#stream.catch(() => undefined);
  }

  async add(bytes: Uint8Array): Promise<void> {
    const held = this.#held;
    this.#bytes += bytes.length;
    if (held && this.#bytes > fewBytes) {
      this.#held = null;
      this.#stream = this.#moveOut(held);
      this.#stream.catch(() => undefined);
    }
    this.#held?.push(Uint8Array.from(bytes));
    await (await this.#stream).add(bytes);
  }

  async state(): Promise<HashState> {
    return (await this.#stream).state();
  }

  async digests(): Promise<Digests> {
    return (await this.#stream).digests();
  }

  end(): void {
    this.#hasEnded = true;
    this.#held = null;
    this.#stream.then(
      (stream) => stream.end(),
      () => undefined,
    );
  }

  async #moveOut(held: Uint8Array[]): Promise<HashStream> {
    const stream = await this.#threads.begin(this.#plan);
    if (!this.#hasEnded) await Promise.all(held.map((bytes) => stream.add(bytes)));
    return stream;
  }
}
