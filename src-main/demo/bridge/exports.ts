import { createHash } from 'node:crypto';
import type { DemoClock } from '../alfresco/clock.ts';
import { exportContent, exportTypes } from './export-types.ts';
import type { ExportType } from './export-types.ts';
import type { BridgeKnobs } from './options.ts';

/** One step of an export's life, as clients see it. */
interface Step {
  state: string;
  /** Whether the file is there: `…/file` redirects. */
  hasFile: boolean;
  /** Whether `url` is told. */
  tellsUrl: boolean;
}

/** Something that was asked for with `POST /api/downloads`. */
export interface DemoExport {
  readonly id: string;
  readonly type: ExportType;
  readonly userId: string;
  /** Where its file lies in the store, without the leading slash. */
  readonly key: string;
  readonly steps: readonly Step[];
  at: number;
  /** When the step began, milliseconds since 1970. */
  since: number;
  content: Promise<Buffer>;
  /** The store has lost the file. */
  isLost: boolean;
}

/** What clients see of it (*documented*: these five fields, all texts, `url` null in every state but `done`). */
export interface DownloadView {
  id: string | number;
  download_type: string;
  user_id: string;
  state: string;
  url: string | null;
}

/** Every export of the demo Bridge, and how they go on. */
export class Exports {
  readonly #all = new Map<string, DemoExport>();
  readonly #clock: DemoClock;
  readonly #knobs: BridgeKnobs;
  readonly #seed: string;
  readonly #failures: { state: string; after: number }[] = [];
  #isHeld = false;
  #count = 41;

  constructor(clock: DemoClock, knobs: BridgeKnobs, seed: string) {
    this.#clock = clock;
    this.#knobs = knobs;
    this.#seed = seed;
  }

  /** Begins an export. A second one of the same kind is another one (*assumed*: no idempotency key is documented). */
  create(type: ExportType, userId: string): DemoExport {
    this.#count += 1;
    const id = String(this.#count);
    const key = `bridge-exports/${createHash('sha256').update(`${this.#seed}/${id}`).digest('hex').slice(0, 24)}`;
    const entry: DemoExport = {
      id,
      type,
      userId,
      key,
      steps: this.#steps(),
      at: 0,
      since: this.#clock.now(),
      content: exportContent(type.type, `${this.#seed}/${id}`, this.#knobs.rows),
      isLost: false,
    };
    this.#all.set(id, entry);
    return entry;
  }

  /** The export of that id, as far as it has come by now. */
  get(id: string): DemoExport | undefined {
    const entry = this.#all.get(id);
    if (entry) this.#goOn(entry);
    return entry;
  }

  all(): DemoExport[] {
    return [...this.#all.values()];
  }

  byKey(key: string): DemoExport | undefined {
    return this.all().find((entry) => entry.key === key);
  }

  step(entry: DemoExport): Step {
    return entry.steps[entry.at] ?? { state: 'done', hasFile: true, tellsUrl: true };
  }

  view(entry: DemoExport): DownloadView {
    const { state, tellsUrl } = this.step(entry);
    return {
      id: this.#knobs.numericIds ? Number(entry.id) : entry.id,
      download_type: entry.type.type,
      user_id: entry.userId,
      state,
      url: tellsUrl ? `/api/downloads/${entry.id}/file` : null,
    };
  }

  /** Makes one of the next exports end in this state instead, after so many words. */
  failNext(state: string, after: number): void {
    this.#failures.push({ state, after });
  }

  /** Stops all exports where they are. */
  hold(): void {
    for (const entry of this.all()) this.#goOn(entry);
    this.#isHeld = true;
  }

  /** Moves held exports on by one step. */
  stepOn(): void {
    for (const entry of this.all()) entry.at = Math.min(entry.at + 1, entry.steps.length - 1);
  }

  release(): void {
    this.#isHeld = false;
    for (const entry of this.all()) entry.since = this.#clock.now();
  }

  /** Bridge forgets the export; its file stays in the store. */
  lose(id: string): void {
    this.#all.delete(id);
  }

  /** Puts other bytes in the place of an export's file. */
  change(id: string): void {
    const entry = this.#existing(id);
    entry.content = exportContent(entry.type.type, `${this.#seed}/${id}/again`, this.#knobs.rows);
  }

  loseFile(id: string): void {
    this.#existing(id).isLost = true;
  }

  /** The kind of that name; undefined for names that nobody knows. */
  static typeOf(name: unknown): ExportType | undefined {
    return exportTypes.find((type) => type.type === name);
  }

  #existing(id: string): DemoExport {
    const entry = this.#all.get(id);
    if (!entry) throw new Error(`There is no export ${id}`);
    return entry;
  }

  #steps(): Step[] {
    const { words, doneWithoutUrl } = this.#knobs;
    const waiting = words.map((state) => ({ state, hasFile: false, tellsUrl: false }));
    const failure = this.#failures.shift();
    if (failure)
      return [...waiting.slice(0, failure.after), { state: failure.state, hasFile: false, tellsUrl: false }];
    const hasFile = doneWithoutUrl === 'withFile';
    const silent = doneWithoutUrl === 'never' ? [] : [{ state: 'done', hasFile, tellsUrl: false }];
    return [...waiting, ...silent, { state: 'done', hasFile: true, tellsUrl: true }];
  }

  #goOn(entry: DemoExport): void {
    if (this.#isHeld) return;
    const { wordMilliseconds } = this.#knobs;
    const last = entry.steps.length - 1;
    if (wordMilliseconds <= 0) {
      entry.at = last;
      return;
    }
    const passed = Math.floor((this.#clock.now() - entry.since) / wordMilliseconds);
    entry.at = Math.min(entry.at + passed, last);
    entry.since += passed * wordMilliseconds;
  }
}
