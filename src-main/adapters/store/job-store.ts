import type { DatabaseSync } from 'node:sqlite';
import type { Job } from '../../../src-shared/job/job.ts';
import type { Comparison } from '../../../src-shared/history/comparison.ts';
import type { ContentEntry } from '../../../src-shared/history/content-lines.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import type { KeptThing } from '../data-folder-keeper.ts';
import type { CleanUp, Contents, JobStore, LogEntry, Output, ZipRecord } from '../../core/ports.ts';
import { entriesInBatches } from '../zips/zip-contents.ts';
import { askedKeyOf } from './asked-key.ts';
import { databaseFiles, modifiedAt, stamp } from './database-files.ts';
import { newerSchemaError, openDatabase } from './database.ts';
import type { Database, DatabaseOptions } from './database.ts';
import { RowReader, Statements } from './job-reader.ts';
import { RowWriter } from './job-writer.ts';
import type { Table } from './rows.ts';
import { isDamage, toFailedError } from './sqlite-error.ts';

/** A `JobStore` with what the host should tell the user about it. */
export interface OpenedJobStore extends JobStore, KeptThing {
  /** Sentences for people about damage, restored copies and copies that couldn't be made. */
  readonly problems: readonly Words[];
  /**
   * When the copy was made that had to be restored, milliseconds since 1970; null in all normal cases. Jobs of a
   * restored copy may have gone further than it says.
   */
  readonly restoredFrom: number | null;
}

/**
 * Opens the jobs of a data folder whose lock this process holds. Throws `FailedError`.
 *
 * @param options `demand` throws where nothing may be saved, as the data folder isn't what it was
 */
export function openJobStore(
  options: Pick<DatabaseOptions, 'folder' | 'now'> & { demand?: () => void },
): OpenedJobStore {
  return new SqliteJobStore(
    openDatabase(options),
    () => openDatabase({ ...options, mayStandIn: false }),
    options.demand,
  );
}

/** What is kept of a run's being there is at most so old, while it changes something. Milliseconds. */
const noteEvery = 10_000;

/** The jobs in SQLite. Log entries and outputs of a job that isn't there (anymore) are left out. */
export class SqliteJobStore implements OpenedJobStore {
  readonly #reopen: () => Database;
  readonly #demand: () => void;
  #database!: Database;
  #connection!: DatabaseSync;
  #statements!: Statements;
  #rows!: RowReader;
  #writer!: RowWriter;
  #unreadable = 0;
  #isDamaged = false;
  /** When this run last kept that it is there; null while it has only looked. */
  #noted: number | null = null;
  readonly lastAlive: number | null;

  /** @param reopen opens the same database anew, and not from memory; throws `FailedError` */
  constructor(database: Database, reopen: () => Database, demand = (): void => undefined) {
    this.#reopen = reopen;
    this.#demand = demand;
    this.#use(database);
    this.lastAlive = modifiedAt(this.#aliveFile);
  }

  get problems(): readonly Words[] {
    return this.#database.problems;
  }

  get restoredFrom(): number | null {
    return this.#database.restoredFrom;
  }

  open(): { jobs: Job[]; setAside: number } {
    return this.#reading(() => {
      if (this.#database.writable) this.#writer.takeBack();
      this.#unreadable = 0;
      const jobs = this.#rows.openJobs();
      this.#rows.all('outputs');
      this.#rows.all('clean_ups');
      const unmarked = this.#database.writable ? 0 : this.#unreadable;
      return { jobs, setAside: this.#rows.setAside() + unmarked };
    });
  }

  save(changes: Job[], entries: LogEntry[], cleanUps: CleanUp[], zips: ZipRecord[] = []): void {
    this.#write((rows) => {
      for (const job of changes) rows.putJob(job);
      for (const entry of entries) rows.putLogEntry(entry);
      for (const cleanUp of cleanUps) rows.putCleanUp(cleanUp);
      for (const { jobId, contents, comparison } of zips) {
        if (contents) rows.putContents(jobId, contents);
        if (comparison) rows.putComparison(jobId, comparison, false);
      }
    });
    this.#database.copyIfDue();
  }

  removals(): Job[] {
    return this.#reading(() => (this.#database.writable ? this.#rows.removals() : []));
  }

  job(id: string): Job | null {
    return this.#reading(() => this.#rows.job(id));
  }

  output(jobId: string): Output | null {
    return this.#reading(() => this.#rows.output(jobId));
  }

  outputs(): Output[] {
    return this.#reading(() => this.#rows.all('outputs'));
  }

  saveOutput(output: Output): void {
    this.#write((rows) => rows.putOutput(output));
  }

  dropOutput(jobId: string): void {
    this.#write((rows) => rows.dropOutput(jobId));
  }

  cleanUps(): CleanUp[] {
    return this.#reading(() => this.#rows.all('clean_ups'));
  }

  saveCleanUp(cleanUp: CleanUp): void {
    this.#write((rows) => rows.putCleanUp(cleanUp));
  }

  dropCleanUp(cleanUp: Pick<CleanUp, 'connectionId' | 'prepared'>): void {
    this.#write((rows) => rows.dropCleanUp(cleanUp));
  }

  appendLog(entry: LogEntry): void {
    this.#write((rows) => rows.putLogEntry(entry));
  }

  log(jobId: string): LogEntry[] {
    return this.#reading(() => this.#rows.log(jobId));
  }

  history(wanted: { offset: number; limit: number }): { jobs: Job[]; total: number } {
    return this.#reading(() => {
      // Rows found unreadable were set aside just now, so the next look at the page has others in their place.
      for (;;) {
        this.#unreadable = 0;
        const page = this.#rows.history(wanted);
        if (this.#unreadable === 0 || !this.#database.writable) return page;
      }
    });
  }

  historyOf(connectionId: string, limit: number): Job[] {
    return this.#reading(() => this.#rows.historyOf(connectionId, limit));
  }

  saveContents(jobId: string, contents: Contents): void {
    this.#write((rows) => rows.putContents(jobId, contents));
  }

  contents(jobId: string): Contents | null {
    return this.#reading(() => this.#rows.contents(jobId));
  }

  contentEntries(jobId: string): AsyncIterable<ContentEntry[]> {
    return entriesInBatches(this.contents(jobId)?.packed ?? null);
  }

  saveComparison(jobId: string, comparison: Comparison, isDue: boolean): void {
    this.#write((rows) => rows.putComparison(jobId, comparison, isDue));
  }

  comparison(jobId: string): Comparison | null {
    return this.#reading(() => this.#rows.comparison(jobId));
  }

  dueComparisons(): string[] {
    if (!this.#database.writable) return [];
    return this.#reading(() =>
      this.#statements
        .of('SELECT job_id FROM comparisons WHERE due = 1')
        .all()
        .map((row) => String(row['job_id'])),
    );
  }

  savedBefore(job: Job, time: number): Job | null {
    if (!this.#database.writable && !this.#database.standsIn) return null;
    return this.#reading(() => this.#rows.savedBefore(askedKeyOf(job), job.id, time));
  }

  remove(jobIds: string[]): void {
    this.#write((rows) => {
      for (const id of jobIds) rows.dropJob(id);
    });
  }

  noteAlive(): void {
    const now = this.#database.now();
    if (this.#noted !== null && Math.abs(now - this.#noted) < noteEvery) return;
    this.#noted = now;
    stamp(this.#aliveFile, now);
  }

  close(): void {
    if (this.#noted !== null) stamp(this.#aliveFile, this.#database.now());
    this.#guarded(() => this.#database.close());
  }

  isInPlace(): boolean {
    return this.#database.inPlace();
  }

  putBack(): void {
    this.#guarded(() => this.#database.putBack());
    this.#takeAnew();
  }

  get #aliveFile(): string {
    return databaseFiles(this.#database.folder).alive;
  }

  #use(database: Database): void {
    this.#isDamaged = false;
    this.#database = database;
    this.#connection = database.connection;
    this.#statements = new Statements(database.connection);
    this.#writer = new RowWriter(this.#statements);
    this.#rows = new RowReader(this.#statements, (table, seq) => this.#setAside(table, seq), database.now);
  }

  #takeAnew(): void {
    const before = this.#database;
    if (!before.standsIn) before.close();
    this.#use(this.#reopen());
    if (before.standsIn) before.close();
  }

  #setAside(table: Table, seq: number): void {
    this.#unreadable += 1;
    if (this.#database.writable) this.#writer.setAside(table, seq);
  }

  /** All or nothing. */
  #write(work: (rows: RowWriter) => void): void {
    this.#demand();
    if (this.#database.standsIn || !this.#connection.isOpen) this.#takeAnew();
    if (!this.#database.writable) throw newerSchemaError();
    this.#guarded(() => {
      this.#connection.exec('BEGIN IMMEDIATE');
      try {
        work(this.#writer);
        this.#connection.exec('COMMIT');
      } catch (error) {
        if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
        throw error;
      }
      this.#database.changed();
    });
    this.noteAlive();
  }

  /** What turns out to be damaged is mended by the next opening: why wait for the next start? */
  #reading<T>(work: () => T): T {
    try {
      return this.#guarded(work);
    } catch (error) {
      if (!this.#isDamaged || this.#database.standsIn) throw error;
      this.#takeAnew();
      return this.#guarded(work);
    }
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (isDamage(error)) {
        this.#isDamaged = true;
        this.#database.suspect();
      }
      throw toFailedError(error, this.#database.folder);
    }
  }
}
