import type { DemoClock } from '../alfresco/clock.ts';
import type { FaultPlan, Faults } from '../alfresco/faults.ts';
import type { Hold } from '../alfresco/holds.ts';
import type { BridgeAccounts } from './accounts.ts';
import type { DemoExport, Exports } from './exports.ts';
import type { BridgeKnobs } from './options.ts';
import type { BridgeRequest } from './request-log.ts';
import type { LinkSigner } from './signing.ts';

/** What the control works on. */
export interface BridgeControlled {
  clock: DemoClock;
  knobs: BridgeKnobs;
  accounts: BridgeAccounts;
  exports: Exports;
  signer: LinkSigner;
  faults: Faults;
  contentHold: Hold;
  requests: BridgeRequest[];
  /** How many of the next links have expired before anybody can follow them. */
  stale: { links: number };
}

/** The test's hand on the demo Bridge and its file store. None of this can be reached over HTTP. */
export class BridgeControl {
  /** Words, speeds and oddities that can be changed at any time. */
  readonly knobs: BridgeKnobs;
  /** The server's time; `advance` ages exports and links. */
  readonly clock: DemoClock;
  readonly #all: BridgeControlled;

  constructor(all: BridgeControlled) {
    this.#all = all;
    this.knobs = all.knobs;
    this.clock = all.clock;
  }

  /** Every request to both servers so far, oldest first, without credentials and signatures. */
  get requests(): readonly BridgeRequest[] {
    return this.#all.requests;
  }

  /** Those to one of the two. */
  requestsAt(at: BridgeRequest['at']): BridgeRequest[] {
    return this.#all.requests.filter((request) => request.at === at);
  }

  /** How many requests of that method had a path with `part` in it, on either server. */
  count(method: string, part: string | RegExp): number {
    return this.#all.requests.filter((one) => one.method === method && one.path.search(part) >= 0).length;
  }

  /** Forgets the requests so far. */
  forgetRequests(): void {
    this.#all.requests.length = 0;
  }

  /** Plans a fault for requests to come, on either server: links to the file store begin with `/bridge-exports/`. */
  failNext(plan: FaultPlan): void {
    this.#all.faults.add(plan);
  }

  /** Forgets all planned faults. */
  failNoMore(): void {
    this.#all.faults.clear();
  }

  /** Keeps every export at the word where it is, new ones at their first. */
  holdExports(): void {
    this.#all.exports.hold();
  }

  /** Moves held exports on by one word. */
  stepExports(): void {
    this.#all.exports.stepOn();
  }

  /** Lets exports go on by themselves. */
  releaseExports(): void {
    this.#all.exports.release();
  }

  /** Makes one of the next exports end in a state instead of `done`, after so many words; one call for each, in order. */
  failExport(state = 'failed', after = 1): void {
    this.#all.exports.failNext(state, after);
  }

  /** Every export. */
  exports(): DemoExport[] {
    return this.#all.exports.all();
  }

  /** Bridge forgets the export. */
  loseExport(id: string): void {
    this.#all.exports.lose(id);
  }

  /** The file store loses the export's file. */
  loseFile(id: string): void {
    this.#all.exports.loseFile(id);
  }

  /** Replaces the file of an export: another ETag. */
  changeFile(id: string): void {
    this.#all.exports.change(id);
  }

  /** Lets all links expire that were handed out so far. Transfers under way go on, as S3 has it. */
  expireLinks(): void {
    this.#all.signer.expireAll();
  }

  /** Hands out links that have expired already, so many times. */
  handOutExpiredLinks(times: number): void {
    this.#all.stale.links = times;
  }

  /** Pauses every reply of the file store once that many bytes of its body are out. */
  holdContentAt(bytes: number): void {
    this.#all.contentHold.close(bytes);
  }

  /** Lets content flow again. */
  releaseContent(): void {
    this.#all.contentHold.open();
  }

  /** Resolves once a reply of the file store waits at the hold. */
  contentHeld(): Promise<void> {
    return this.#all.contentHold.held();
  }

  /** Makes an account's token and key invalid. */
  revoke(accountId: string): void {
    this.#all.accounts.revoke(accountId);
  }
}
