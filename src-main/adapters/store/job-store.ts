import type { DatabaseSync } from 'node:sqlite';
import { foldText } from '../../../src-shared/fold-text.ts';
import { namesIn } from '../../../src-shared/language/words.ts';
import { isFinal } from '../../../src-shared/job/job-states.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import { comparisonSchema } from '../../../src-shared/history/comparison.ts';
import type { Comparison } from '../../../src-shared/history/comparison.ts';
import type { ContentEntry } from '../../../src-shared/history/content-lines.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import type { KeptThing } from '../data-folder-keeper.ts';
import type { CleanUp, Contents, JobStore, LogEntry, Output } from '../../core/ports.ts';
import { entriesInBatches } from '../zips/zip-contents.ts';
import { askedKeyOf } from './asked-key.ts';
import { newerSchemaError, openDatabase } from './database.ts';
import type { Database, DatabaseOptions } from './database.ts';
import { RowReader, Statements } from './job-reader.ts';
import { decode, encode } from './rows.ts';
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

const tables: readonly Table[] = ['jobs', 'job_log', 'outputs', 'clean_ups'];

/** The jobs in SQLite. Log entries and outputs of a job that isn't there (anymore) are left out. */
export class SqliteJobStore implements OpenedJobStore {
  readonly #reopen: () => Database;
  readonly #demand: () => void;
  #database!: Database;
  #connection!: DatabaseSync;
  #statements!: Statements;
  #rows!: RowReader;
  #unreadable = 0;
  #isDamaged = false;

  /** @param reopen opens the same database anew, and not from memory; throws `FailedError` */
  constructor(database: Database, reopen: () => Database, demand = (): void => undefined) {
    this.#reopen = reopen;
    this.#demand = demand;
    this.#use(database);
  }

  get problems(): readonly Words[] {
    return this.#database.problems;
  }

  get restoredFrom(): number | null {
    return this.#database.restoredFrom;
  }

  open(): { jobs: Job[]; setAside: number } {
    return this.#reading(() => {
      if (this.#database.writable) this.#takeBack();
      this.#unreadable = 0;
      const jobs = this.#rows.openJobs();
      this.#rows.all('outputs');
      this.#rows.all('clean_ups');
      const unmarked = this.#database.writable ? 0 : this.#unreadable;
      return { jobs, setAside: this.#rows.setAside() + unmarked };
    });
  }

  save(changes: Job[], entries: LogEntry[], cleanUps: CleanUp[]): void {
    this.#write(() => {
      for (const job of changes) this.#putJob(job);
      for (const entry of entries) this.#putLogEntry(entry);
      for (const cleanUp of cleanUps) this.#putCleanUp(cleanUp);
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
    this.#write(() => {
      this.#statements
        .of(
          `INSERT INTO outputs (job_id, data) SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM jobs WHERE id = ?1)
           ON CONFLICT (job_id) WHERE set_aside = 0 DO UPDATE SET data = excluded.data`,
        )
        .run(output.jobId, encode('outputs', output));
    });
  }

  dropOutput(jobId: string): void {
    this.#write(() =>
      this.#statements.of('DELETE FROM outputs WHERE job_id = ? AND set_aside = 0').run(jobId),
    );
  }

  cleanUps(): CleanUp[] {
    return this.#reading(() => this.#rows.all('clean_ups'));
  }

  saveCleanUp(cleanUp: CleanUp): void {
    this.#write(() => this.#putCleanUp(cleanUp));
  }

  dropCleanUp({ connectionId, prepared }: Pick<CleanUp, 'connectionId' | 'prepared'>): void {
    this.#write(() =>
      this.#statements
        .of('DELETE FROM clean_ups WHERE connection_id = ? AND prepared = ? AND set_aside = 0')
        .run(connectionId, prepared),
    );
  }

  appendLog(entry: LogEntry): void {
    this.#write(() => this.#putLogEntry(entry));
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

  saveContents(jobId: string, { files, folders, bytes, digest, packed }: Contents): void {
    this.#write(() =>
      this.#statements
        .of(
          `INSERT OR REPLACE INTO contents (job_id, files, folders, bytes, digest, packed)
           SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM jobs WHERE id = ?1)`,
        )
        .run(jobId, files, folders, bytes, digest, packed),
    );
  }

  contents(jobId: string): Contents | null {
    return this.#reading(() => this.#rows.contents(jobId));
  }

  contentEntries(jobId: string): AsyncIterable<ContentEntry[]> {
    return entriesInBatches(this.contents(jobId)?.packed ?? null);
  }

  saveComparison(jobId: string, comparison: Comparison, isDue: boolean): void {
    const data = JSON.stringify(comparisonSchema.parse(comparison));
    this.#write(() =>
      this.#statements
        .of(
          `INSERT OR REPLACE INTO comparisons (job_id, due, data)
           SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM jobs WHERE id = ?1)`,
        )
        .run(jobId, isDue ? 1 : 0, data),
    );
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
    this.#write(() => {
      for (const id of jobIds) this.#statements.of('DELETE FROM jobs WHERE id = ?').run(id);
    });
  }

  close(): void {
    this.#guarded(() => this.#database.close());
  }

  isInPlace(): boolean {
    return this.#database.inPlace();
  }

  putBack(): void {
    this.#guarded(() => this.#database.putBack());
    this.#takeAnew();
  }

  #use(database: Database): void {
    this.#isDamaged = false;
    this.#database = database;
    this.#connection = database.connection;
    this.#statements = new Statements(database.connection);
    this.#rows = new RowReader(this.#statements, (table, seq) => this.#setAside(table, seq), database.now);
  }

  #takeAnew(): void {
    const before = this.#database;
    if (!before.standsIn) before.close();
    this.#use(this.#reopen());
    if (before.standsIn) before.close();
  }

  #putJob(job: Job): void {
    this.#statements
      .of(
        `INSERT INTO jobs (id, final, state, connection_id, queue_order, changed_at, created_at, size,
           name_folded, removal_at, asked_key, data)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET set_aside = 0, final = excluded.final, state = excluded.state,
           connection_id = excluded.connection_id, queue_order = excluded.queue_order,
           changed_at = excluded.changed_at, created_at = excluded.created_at, size = excluded.size,
           name_folded = excluded.name_folded, removal_at = excluded.removal_at,
           asked_key = excluded.asked_key, data = excluded.data`,
      )
      .run(
        job.id,
        isFinal(job) ? 1 : 0,
        job.state.is,
        job.connectionId,
        job.order,
        job.changedAt,
        job.createdAt,
        job.state.is === 'saved' ? job.state.size : null,
        foldText(namesIn(job.name)),
        job.removal?.dueAt ?? null,
        askedKeyOf(job),
        encode('jobs', job),
      );
  }

  #putLogEntry(entry: LogEntry): void {
    this.#statements
      .of(
        'INSERT INTO job_log (job_id, at, data) SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM jobs WHERE id = ?1)',
      )
      .run(entry.jobId, entry.at, encode('job_log', entry));
  }

  #putCleanUp(cleanUp: CleanUp): void {
    this.#statements
      .of(
        `INSERT INTO clean_ups (connection_id, prepared, due_at, data) VALUES (?, ?, ?, ?)
         ON CONFLICT (connection_id, prepared) WHERE set_aside = 0
         DO UPDATE SET due_at = excluded.due_at, data = excluded.data`,
      )
      .run(cleanUp.connectionId, cleanUp.prepared, cleanUp.dueAt, encode('clean_ups', cleanUp));
  }

  #setAside(table: Table, seq: number): void {
    this.#unreadable += 1;
    if (this.#database.writable)
      this.#statements.of(`UPDATE ${table} SET set_aside = 1 WHERE seq = ?`).run(seq);
  }

  /** Takes back what was set aside by a Ferry that couldn't read it, unless something newer has its place. */
  #takeBack(): void {
    for (const table of tables) {
      for (const row of this.#statements.of(`SELECT seq, data FROM ${table} WHERE set_aside = 1`).all()) {
        if (decode(table, String(row['data'])) === null) continue;
        this.#statements
          .of(`UPDATE OR IGNORE ${table} SET set_aside = 0 WHERE seq = ?`)
          .run(Number(row['seq']));
      }
    }
  }

  /** All or nothing. */
  #write(work: () => void): void {
    this.#demand();
    if (this.#database.standsIn || !this.#connection.isOpen) this.#takeAnew();
    if (!this.#database.writable) throw newerSchemaError();
    this.#guarded(() => {
      this.#connection.exec('BEGIN IMMEDIATE');
      try {
        work();
        this.#connection.exec('COMMIT');
      } catch (error) {
        if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
        throw error;
      }
      this.#database.changed();
    });
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
