import { randomUUID } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Pace } from './clock.ts';
import type { DemoClock } from './clock.ts';
import { Hold } from './holds.ts';
import type { Knobs } from './options.ts';
import type { DemoNode, Repository, Viewer } from './repository.ts';
import { downloadsContainerId } from './tree.ts';
import { select, zipInto } from './zip-worker.ts';
import type { ZipHooks } from './zip-worker.ts';

/** The five values of `status` (seen: DownloadStatus.java). There is none for a failure. */
export type DownloadStatus = 'PENDING' | 'IN_PROGRESS' | 'DONE' | 'MAX_CONTENT_SIZE_EXCEEDED' | 'CANCELLED';

/** How a preparation ended; `failed` is what clients can't see, `superseded` that the server was restarted. */
export type PreparationEnd = 'DONE' | 'MAX_CONTENT_SIZE_EXCEEDED' | 'CANCELLED' | 'failed' | 'superseded';

/** The six fields that clients see, always all of them (seen: DownloadsTests `fieldsCount().is(6)`). */
export interface DownloadView {
  id: string;
  status: DownloadStatus;
  filesAdded: number;
  totalFiles: number;
  bytesAdded: number;
  totalBytes: number;
}

/** A prepared or preparing zip. */
export interface Download {
  readonly view: DownloadView;
  readonly node: DemoNode;
  readonly creator: Viewer;
  readonly nodeIds: readonly string[];
  /** DELETE sets this and nothing else (seen: `download:cancelled`). */
  cancelRequested: boolean;
  /** The zip's file, there once the status is DONE. */
  file: string | null;
}

/** What a preparation may be made to do: die without a word, or start over as a retried transaction does. */
export interface PlannedFailure {
  how: 'silently' | 'startOver';
  /** Uncompressed bytes after which it happens, at the next checkpoint; before the first one if absent. */
  afterBytes?: number;
}

class Cancelled extends Error {}
class StartOver extends Error {}

/** The asynchronous zip service: its queue, its workers, what they tell, and the cleaner. */
export class Downloads {
  /** Where preparations can be held: before the walk, at a checkpoint after n bytes, before DONE. */
  readonly hold = new Hold<'pending' | 'copying'>();
  readonly plannedFailures: PlannedFailure[] = [];
  readonly #repository: Repository;
  readonly #clock: DemoClock;
  readonly #knobs: Knobs;
  readonly #folder: string;
  readonly #downloads = new Map<string, Download>();
  readonly #ends = new Map<string, Promise<PreparationEnd>>();
  readonly #removals = new Set<Promise<unknown>>();
  #queue: (() => void)[] = [];
  #running = 0;
  #life = new AbortController();
  #cleanedAt: number;

  constructor(repository: Repository, clock: DemoClock, knobs: Knobs, folder: string) {
    this.#repository = repository;
    this.#clock = clock;
    this.#knobs = knobs;
    this.#folder = folder;
    this.#cleanedAt = clock.now();
  }

  /** The download of that id, if it is one. */
  get(id: string): Download | undefined {
    return this.#downloads.get(id);
  }

  /** Every download that is still there. */
  all(): Download[] {
    return [...this.#downloads.values()];
  }

  /**
   * Makes the node (its name can be read at once: `<name>.zip` for one node, `archive.zip` for several;
   * seen: DownloadsImpl) and queues the work, which runs with the creator's permissions.
   */
  create(creator: Viewer, nodeIds: string[]): Download {
    const id = randomUUID();
    const [first] = nodeIds.map((nodeId) => this.#repository.nodes.get(nodeId));
    const now = this.#clock.now();
    const node: DemoNode = {
      id,
      name: nodeIds.length === 1 && first ? `${first.name}.zip` : 'archive.zip',
      nodeType: 'download:download',
      isFolder: false,
      parentId: downloadsContainerId,
      childIds: [],
      secondaryChildIds: [],
      owner: creator.id,
      createdAt: now,
      modifiedAt: now,
      // Only the creator and administrators get near it (seen: downloadsSpace.xml).
      readers: [creator.id],
    };
    const view: DownloadView = {
      id,
      status: 'PENDING',
      filesAdded: 0,
      totalFiles: 0,
      bytesAdded: 0,
      totalBytes: 0,
    };
    const download: Download = { view, node, creator, nodeIds, cancelRequested: false, file: null };
    this.#repository.nodes.set(id, node);
    this.#downloads.set(id, download);
    this.#ends.set(id, this.#run(download, this.#life.signal));
    return download;
  }

  /**
   * Asks for an end. It is only noticed at the worker's next checkpoint, so it can come too late and the
   * status still becomes DONE; a finished download stays as it is (seen: TestDownloads). The node stays
   * and its modified time changes (inferred).
   */
  cancel(download: Download): void {
    download.cancelRequested = true;
    download.node.modifiedAt = this.#clock.now();
  }

  /** Deletes the node and its zip. It never goes to the trashcan (inferred: the type has `archive=false`). */
  remove(id: string): void {
    const download = this.#downloads.get(id);
    if (!download) return;
    this.#downloads.delete(id);
    this.#repository.nodes.delete(id);
    if (download.file) this.#discard(download.file);
    download.file = null;
  }

  /** Runs the cleaner if its hour has come; called before each request is looked at. */
  cleanIfDue(): void {
    if (this.#clock.now() - this.#cleanedAt >= this.#knobs.cleanerInterval) this.clean();
  }

  /**
   * Removes what was not modified for an hour, whatever its state (seen: GetDownloadsCannedQuery.java
   * goes by the modified time, so each progress update starts the hour anew).
   */
  clean(): void {
    this.#cleanedAt = this.#clock.now();
    for (const { node } of this.all()) {
      if (this.#clock.now() - node.modifiedAt >= this.#knobs.cleanerMaxAge) this.remove(node.id);
    }
  }

  /** Resolves when the preparation of that id has ended, however it did. */
  async ended(id: string): Promise<PreparationEnd> {
    const end = this.#ends.get(id);
    if (!end) throw new Error(`There never was a download ${id}`);
    return end;
  }

  /** Ends all work as a restart of the server does: nothing is told, every status stays (inferred: the queue is in memory). */
  async abandon(): Promise<void> {
    this.#life.abort(new Error('The server was restarted'));
    this.#life = new AbortController();
    for (const go of this.#queue.splice(0)) go();
    await Promise.allSettled([...this.#ends.values(), ...this.#removals]);
  }

  async #run(download: Download, signal: AbortSignal): Promise<PreparationEnd> {
    if (this.#running >= this.#knobs.workers) await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#running += 1;
    try {
      // A concurrency retry starts the zip anew, so counters can go back (inferred: retrying transaction).
      for (;;) {
        const end = await this.#attempt(download, signal);
        if (end !== 'startOver') return end;
      }
    } finally {
      this.#running -= 1;
      this.#queue.shift()?.();
    }
  }

  async #attempt(download: Download, signal: AbortSignal): Promise<PreparationEnd | 'startOver'> {
    const file = join(this.#folder, `${download.view.id}-${randomUUID()}.zip`);
    try {
      return await this.#prepare(download, file, signal);
    } catch (error) {
      await rm(file, { force: true });
      if (signal.aborted) return 'superseded';
      if (error instanceof StartOver) return 'startOver';
      if (error instanceof Cancelled) {
        download.view.status = 'CANCELLED';
        download.node.modifiedAt = this.#clock.now();
        return 'CANCELLED';
      }
      // Silence: the server only logs what went wrong (seen: AsynchronousActionExecutionQueueImpl).
      return 'failed';
    }
  }

  async #prepare(download: Download, file: string, signal: AbortSignal): Promise<PreparationEnd> {
    const { view, node } = download;
    const { speed } = this.#knobs;
    const failure = this.plannedFailures.shift();
    await new Pace().spend(speed.pendingMilliseconds, signal);
    await this.hold.pass(view.id, 'pending', signal);
    if (failure && failure.afterBytes === undefined) throw this.#planned(failure);
    const selection = select(this.#repository, download.creator, [...download.nodeIds]);
    const { totalFiles, totalBytes } = selection;
    const limit = this.#knobs.maxContentSize;
    if (limit > 0 && totalBytes > limit) {
      // The limit is told in `bytesAdded`, the selection's real size in `totalBytes` (seen: CreateDownloadArchiveAction).
      this.#update(download, {
        status: 'MAX_CONTENT_SIZE_EXCEEDED',
        bytesAdded: limit,
        filesAdded: 0,
        totalFiles,
        totalBytes,
      });
      return 'MAX_CONTENT_SIZE_EXCEEDED';
    }
    const pace = new Pace();
    const hooks: ZipHooks = {
      worked: async (bytes, files) => {
        signal.throwIfAborted();
        const each = speed.bytesPerSecond > 0 ? (bytes * 1000) / speed.bytesPerSecond : 0;
        await pace.spend(each + files * speed.millisecondsPerFile, signal);
      },
      checkpoint: async (progress) => {
        this.#update(download, { status: 'IN_PROGRESS', ...progress, totalFiles, totalBytes });
        await this.hold.pass(view.id, progress.bytesAdded, signal);
        if (failure && progress.bytesAdded >= (failure.afterBytes ?? 0)) throw this.#planned(failure);
        if (download.cancelRequested) throw new Cancelled();
      },
    };
    const level = this.#knobs.compressionLevel;
    const progress = await zipInto(file, this.#repository, selection, hooks, view.id, level);
    await new Pace().spend(speed.copyMilliseconds, signal);
    // With nothing but empty files there is no checkpoint: PENDING becomes DONE at once (inferred).
    await this.hold.pass(view.id, 'copying', signal);
    const { size } = await stat(file);
    const stored = join(this.#folder, `${view.id}.zip`);
    await rename(file, stored);
    if (this.#downloads.get(view.id) !== download) {
      this.#discard(stored);
      throw new Error(`Node does not exist: ${view.id}`);
    }
    download.file = stored;
    node.content = { size, mimeType: 'application/octet-stream', kind: 'binary', version: 1, isLost: false };
    this.#update(download, { status: 'DONE', ...progress, totalFiles, totalBytes });
    return 'DONE';
  }

  #planned(failure: PlannedFailure): Error {
    return failure.how === 'startOver' ? new StartOver() : new Error('A planned failure');
  }

  /** Writes the status, which resets the cleaner's clock; fails when the node was deleted meanwhile (inferred). */
  #update(download: Download, change: Omit<DownloadView, 'id'>): void {
    if (this.#downloads.get(download.view.id) !== download)
      throw new Error(`Node does not exist: ${download.view.id}`);
    Object.assign(download.view, change);
    download.node.modifiedAt = this.#clock.now();
  }

  #discard(file: string): void {
    const removal = rm(file, { force: true }).finally(() => this.#removals.delete(removal));
    this.#removals.add(removal);
  }
}
