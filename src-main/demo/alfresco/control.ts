import type { Accounts } from './auth.ts';
import type { DemoClock } from './clock.ts';
import type { Download, Downloads, PlannedFailure, PreparationEnd } from './downloads.ts';
import type { FaultPlan, Faults } from './faults.ts';
import type { Hold, HoldPoint } from './holds.ts';
import type { Knobs } from './options.ts';
import type { DemoNode, Repository, Whereabouts } from './repository.ts';
import type { LoggedRequest } from './request-log.ts';

/** What the control works on. */
export interface Controlled {
  clock: DemoClock;
  knobs: Knobs;
  accounts: Accounts;
  repository: Repository;
  downloads: Downloads;
  faults: Faults;
  contentHold: Hold;
  requests: LoggedRequest[];
}

/** The test's hand on the server. None of this can be reached over HTTP. */
export class DemoControl {
  /** Speeds, limits and states that can be changed at any time. */
  readonly knobs: Knobs;
  /** The server's time; `advance` ages tickets and zips. */
  readonly clock: DemoClock;
  readonly #all: Controlled;

  constructor(all: Controlled) {
    this.#all = all;
    this.knobs = all.knobs;
    this.clock = all.clock;
  }

  /** Every request so far, oldest first, without credentials. */
  get requests(): readonly LoggedRequest[] {
    return this.#all.requests;
  }

  /** How many requests of that method had a path with `part` in it. */
  count(method: string, part: string | RegExp): number {
    return this.#all.requests.filter((one) => one.method === method && one.path.search(part) >= 0).length;
  }

  /** Forgets the requests so far. */
  forgetRequests(): void {
    this.#all.requests.length = 0;
  }

  /** Plans a fault for requests to come. */
  failNext(plan: FaultPlan): void {
    this.#all.faults.add(plan);
  }

  /** Forgets all planned faults. */
  failNoMore(): void {
    this.#all.faults.clear();
  }

  /**
   * Holds every preparation: at `pending` before anything is read (totals are still 0), at a number of
   * uncompressed bytes at the first status update from there on, or at `copying` when the counters are
   * full and the status is not DONE yet.
   */
  holdPreparation(at: HoldPoint<'pending' | 'copying'> = 'pending'): void {
    this.#all.downloads.hold.close(at);
  }

  /** Lets held preparations go on to the next point of the same kind. */
  stepPreparation(): void {
    this.#all.downloads.hold.step();
  }

  /** Lets all preparations run. */
  releasePreparation(): void {
    this.#all.downloads.hold.open();
  }

  /** Resolves once a preparation (of that id, or any) waits at the hold. */
  preparationHeld(id?: string): Promise<void> {
    return this.#all.downloads.hold.held(id);
  }

  /** Resolves with how the preparation of that id ended. */
  preparationEnded(id: string): Promise<PreparationEnd> {
    return this.#all.downloads.ended(id);
  }

  /** Makes one of the next preparations die silently or start over; one call for each, in order. */
  failPreparation(failure: PlannedFailure = { how: 'silently' }): void {
    this.#all.downloads.plannedFailures.push(failure);
  }

  /** Ends all preparations as a restart of the server does: their statuses stay for ever. */
  abandonPreparations(): Promise<void> {
    return this.#all.downloads.abandon();
  }

  /** Pauses every content reply once that many bytes of its body are out. */
  holdContentAt(bytes: number): void {
    this.#all.contentHold.close(bytes);
  }

  /** Lets content flow again. */
  releaseContent(): void {
    this.#all.contentHold.open();
  }

  /** Resolves once a content reply waits at the hold. */
  contentHeld(): Promise<void> {
    return this.#all.contentHold.held();
  }

  /** Every prepared or preparing zip on the server. */
  downloads(): Download[] {
    return this.#all.downloads.all();
  }

  /** Takes a prepared zip away as the cleaner does, whatever its age. */
  loseDownload(id: string): void {
    this.#all.downloads.remove(id);
  }

  /** Runs the cleaner now; it still goes by age. */
  runCleaner(): void {
    this.#all.downloads.clean();
  }

  /** Every document that users ever had and where it is now; prepared zips are not among them. */
  userDocuments(): Map<string, Whereabouts> {
    return this.#all.repository.userDocuments();
  }

  /** What is in the trashcan. */
  trashcan(): DemoNode[] {
    return this.#all.repository.trashcan();
  }

  /** Changes a user's password; tickets stay valid. */
  setPassword(user: string, password: string): void {
    this.#all.accounts.setPassword(user, password);
  }

  /** Makes every ticket invalid. */
  expireTickets(): void {
    this.#all.accounts.expireTickets();
  }

  /** Makes the content store lose a document's bytes: zips leave it out and its content is 404. */
  loseContent(id: string): void {
    const content = this.#all.repository.nodes.get(id)?.content;
    if (!content) throw new Error(`${id} is no document`);
    content.isLost = true;
  }

  /** Replaces a document's bytes and modified time, as a colleague might. */
  changeDocument(id: string, size?: number): void {
    this.#all.repository.replaceContent(id, this.clock.now(), size);
  }
}
