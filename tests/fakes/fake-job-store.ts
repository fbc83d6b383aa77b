import { askedKeyOf } from '../../src-main/adapters/store/asked-key.ts';
import { decode, encode } from '../../src-main/adapters/store/rows.ts';
import { unpackContents } from '../../src-main/adapters/zips/zip-contents.ts';
import type { CleanUp, Contents, JobStore, LogEntry, Output, ZipRecord } from '../../src-main/core/ports.ts';
import { comparisonSchema } from '../../src-shared/history/comparison.ts';
import type { Comparison } from '../../src-shared/history/comparison.ts';
import type { ContentEntry } from '../../src-shared/history/content-lines.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';
import type { Job } from '../../src-shared/job/job.ts';

/** The jobs in memory, as text like on the disk: nothing that was handed in or out can change them. */
export class FakeJobStore implements JobStore {
  restoredFrom: number | null = null;
  lastAlive: number | null = null;
  readonly #jobs = new Map<string, string>();
  readonly #outputs = new Map<string, string>();
  readonly #cleanUps = new Map<string, string>();
  readonly #contents = new Map<string, Contents>();
  readonly #comparisons = new Map<string, { text: string; isDue: boolean }>();
  readonly #log: { jobId: string; text: string }[] = [];

  open(): { jobs: Job[]; setAside: number } {
    const jobs = this.#all().filter((job) => !isFinal(job));
    return { jobs: jobs.sort((one, other) => one.order - other.order), setAside: 0 };
  }

  removals(): Job[] {
    return this.#all()
      .filter(({ removal }) => removal)
      .sort((one, other) => one.removal!.dueAt - other.removal!.dueAt);
  }

  save(changes: Job[], entries: LogEntry[], cleanUps: CleanUp[], zips: ZipRecord[] = []): void {
    const jobs = changes.map((job) => [job.id, encode('jobs', job)] as const);
    const lines = entries.map((entry) => ({ jobId: entry.jobId, text: encode('job_log', entry) }));
    const duties = cleanUps.map((cleanUp) => [keyOf(cleanUp), encode('clean_ups', cleanUp)] as const);
    for (const [id, text] of jobs) this.#jobs.set(id, text);
    this.#log.push(...lines.filter((line) => this.#jobs.has(line.jobId)));
    for (const [key, text] of duties) this.#cleanUps.set(key, text);
    for (const { jobId, contents, comparison } of zips) {
      if (contents) this.saveContents(jobId, contents);
      if (comparison) this.saveComparison(jobId, comparison, false);
    }
  }

  job(id: string): Job | null {
    const text = this.#jobs.get(id);
    return text === undefined ? null : decode('jobs', text);
  }

  output(jobId: string): Output | null {
    const text = this.#outputs.get(jobId);
    return text === undefined ? null : decode('outputs', text);
  }

  outputs(): Output[] {
    return [...this.#outputs.values()].map((text) => decode('outputs', text)!);
  }

  saveOutput(output: Output): void {
    const text = encode('outputs', output);
    if (this.#jobs.has(output.jobId)) this.#outputs.set(output.jobId, text);
  }

  dropOutput(jobId: string): void {
    this.#outputs.delete(jobId);
  }

  cleanUps(): CleanUp[] {
    return [...this.#cleanUps.values()].map((text) => decode('clean_ups', text)!);
  }

  saveCleanUp(cleanUp: CleanUp): void {
    this.save([], [], [cleanUp]);
  }

  dropCleanUp(cleanUp: Pick<CleanUp, 'connectionId' | 'prepared'>): void {
    this.#cleanUps.delete(keyOf(cleanUp));
  }

  appendLog(entry: LogEntry): void {
    this.save([], [entry], []);
  }

  log(jobId: string): LogEntry[] {
    return this.#log.filter((line) => line.jobId === jobId).map((line) => decode('job_log', line.text)!);
  }

  history({ offset, limit }: { offset: number; limit: number }): { jobs: Job[]; total: number } {
    const found = this.#all()
      .filter(isFinal)
      .sort((one, other) => other.changedAt - one.changedAt || (one.id < other.id ? 1 : -1));
    const start = Math.max(0, offset);
    return { jobs: found.slice(start, start + Math.max(0, limit)), total: found.length };
  }

  saveContents(jobId: string, contents: Contents): void {
    if (this.#jobs.has(jobId)) this.#contents.set(jobId, contents);
  }

  historyOf(connectionId: string, limit: number): Job[] {
    const { jobs } = this.history({ offset: 0, limit: 10_000 });
    return jobs.filter((job) => job.connectionId === connectionId).slice(0, limit);
  }

  contents(jobId: string): Contents | null {
    return this.#contents.get(jobId) ?? null;
  }

  async *contentEntries(jobId: string): AsyncGenerator<ContentEntry[]> {
    const contents = this.contents(jobId);
    if (contents) yield [...unpackContents(contents.packed)];
  }

  saveComparison(jobId: string, comparison: Comparison, isDue: boolean): void {
    const text = JSON.stringify(comparisonSchema.parse(comparison));
    if (this.#jobs.has(jobId)) this.#comparisons.set(jobId, { text, isDue });
  }

  comparison(jobId: string): Comparison | null {
    const kept = this.#comparisons.get(jobId);
    return kept ? comparisonSchema.parse(JSON.parse(kept.text)) : null;
  }

  dueComparisons(): string[] {
    return [...this.#comparisons].flatMap(([id, { isDue }]) => (isDue ? [id] : []));
  }

  savedBefore(job: Job, time: number): Job | null {
    const key = askedKeyOf(job);
    const found = this.#all()
      .filter(({ id, state, removal }) => id !== job.id && state.is === 'saved' && !removal)
      .filter((other) => askedKeyOf(other) === key && other.changedAt < time)
      .sort((one, other) => other.changedAt - one.changedAt);
    return found[0] ?? null;
  }

  remove(jobIds: string[]): void {
    for (const id of jobIds) {
      this.#jobs.delete(id);
      this.#outputs.delete(id);
      this.#contents.delete(id);
      this.#comparisons.delete(id);
      const kept = this.#log.filter((line) => line.jobId !== id);
      this.#log.splice(0, this.#log.length, ...kept);
    }
  }

  noteAlive(): void {}

  close(): void {}

  #all(): Job[] {
    return [...this.#jobs.values()].map((text) => decode('jobs', text)!);
  }
}

const keyOf = (cleanUp: Pick<CleanUp, 'connectionId' | 'prepared'>): string =>
  JSON.stringify([cleanUp.connectionId, cleanUp.prepared]);
