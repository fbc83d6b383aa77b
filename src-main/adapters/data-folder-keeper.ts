import { mkdirSync } from 'node:fs';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Phrase } from '../../src-shared/language/words.ts';
import { identityAt } from './store/database-files.ts';

/** Something in the data folder that is held open or in memory, and that another program may have removed. */
export interface KeptThing {
  /** Whether it still lies there as it was left. */
  isInPlace(): boolean;
  /** Writes it there again, from what is held of it. Throws what keeps it from that. */
  putBack(): void;
}

/** Another Ferry holds the lock of the data folder now. */
export class DataFolderTakenError extends FailedError {
  constructor() {
    super({ kind: 'list-unsaved', detail: phrase('failureDetails.kept.taken') });
  }
}

/** Milliseconds between two looks while nothing is saved. */
const lookEvery = 2_000;
/** Looks in a row at which another has the lock: a second start holds it for a moment only, then finds this Ferry. */
const mostTaken = 5;

/** What the keeper tells, in order. */
export interface KeeperListener {
  /** It happened, and what became of it. */
  told: (news: Phrase) => void;
  /** Another Ferry has the folder for good: this one must end. */
  lost: () => void;
}

/**
 * Watches that what Ferry has in its data folder stays there: a file that was removed can still be written to, and is gone
 * with the process. What is missing is put back; until that can be, nothing counts as saved.
 */
export class DataFolderKeeper {
  readonly #folder: string;
  readonly #things: KeptThing[] = [];
  readonly #news: KeeperListener;
  readonly #timer: NodeJS.Timeout;
  #identity: string | null;
  #trouble: FailedError | null = null;
  #taken = 0;

  /** @param folder is there */
  constructor(folder: string, news: KeeperListener) {
    this.#folder = folder;
    this.#news = news;
    this.#identity = identityAt(folder);
    this.#timer = setInterval(() => this.#look(), lookEvery);
    this.#timer.unref();
  }

  /** Things are looked at, and put back, in the order in which they were added. */
  keep(thing: KeptThing): void {
    this.#things.push(thing);
  }

  /** Throws `list-unsaved` unless everything is in its place, or could be put back there just now. */
  demand(): void {
    const isFolder = identityAt(this.#folder) === this.#identity;
    if (isFolder && this.#things.every((thing) => thing.isInPlace())) {
      this.#trouble = null;
      this.#taken = 0;
      return;
    }
    try {
      if (identityAt(this.#folder) === null) mkdirSync(this.#folder, { mode: 0o700 });
      for (const thing of this.#things) if (!thing.isInPlace()) thing.putBack();
      this.#identity = identityAt(this.#folder);
    } catch (error) {
      this.#fail(error);
    }
    this.#trouble = null;
    this.#taken = 0;
    this.#news.told(phrase('startupProblems.dataFolder.putBack', { folder: this.#folder }));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #fail(error: unknown): never {
    const failure = error instanceof FailedError ? error : gone(this.#folder, error);
    const isNews = this.#trouble === null;
    this.#trouble = failure;
    // A second start may have the lock for a moment.
    if (isNews && !(error instanceof DataFolderTakenError))
      this.#news.told(phrase('startupProblems.dataFolder.missing', { detail: detailOf(failure) }));
    throw failure;
  }

  #look(): void {
    try {
      this.demand();
    } catch (error) {
      if (!(error instanceof DataFolderTakenError)) return;
      this.#taken += 1;
      if (this.#taken !== mostTaken) return;
      this.#news.told(phrase('startupProblems.dataFolder.taken'));
      this.#news.lost();
    }
  }
}

function detailOf({ failure }: FailedError): Phrase | string {
  return failure.detail ?? phrase('failureDetails.disk.notThere');
}

function gone(folder: string, error: unknown): FailedError {
  const words = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  return new FailedError({
    kind: 'list-unsaved',
    detail: phrase('failureDetails.kept.folderGone', { folder, words }),
  });
}
