import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { comparisonSchema } from '../../../src-shared/history/comparison.ts';
import type { Comparison } from '../../../src-shared/history/comparison.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import type { Contents, JobStore, LogEntry } from '../../core/ports.ts';
import { databaseFiles, sizeOf } from './database-files.ts';
import { decode } from './rows.ts';
import type { Kept, Table } from './rows.ts';
import { toOpeningError } from './sqlite-error.ts';
import { demandNew, orUnreadable } from './unreadable-list.ts';

/** The reading half of a `JobStore`. */
export type JobReader = Pick<
  JobStore,
  'open' | 'job' | 'log' | 'history' | 'contents' | 'comparison' | 'close'
> & {
  /** The job of that id, else those whose ids begin so, where four characters are given; at most two. */
  jobsBeginning(text: string): Job[];
};

/** Prepares each statement once. */
export class Statements {
  readonly #connection: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  of(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#connection.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}

/**
 * Reads rows. `onUnreadable` gets the place of each one that can't be read, which is left out. With `now` times that can't
 * be are moved to their bounds.
 */
export class RowReader {
  readonly #statements: Statements;
  readonly #onUnreadable: (table: Table, seq: number) => void;
  readonly #now: (() => number) | undefined;
  readonly #tables = new Map<string, boolean>();

  constructor(statements: Statements, onUnreadable: (table: Table, seq: number) => void, now?: () => number) {
    this.#now = now;
    this.#statements = statements;
    this.#onUnreadable = onUnreadable;
  }

  /** Jobs that aren't final, in queue order. */
  openJobs(): Job[] {
    return this.#read(
      'jobs',
      'SELECT seq, data FROM jobs WHERE final = 0 AND set_aside = 0 ORDER BY queue_order, seq',
    );
  }

  /** Jobs that are about to be removed, those first that go first. */
  removals(): Job[] {
    return this.#read(
      'jobs',
      'SELECT seq, data FROM jobs WHERE removal_at IS NOT NULL AND set_aside = 0 ORDER BY removal_at, seq',
    );
  }

  job(id: string): Job | null {
    return this.#read('jobs', 'SELECT seq, data FROM jobs WHERE id = ? AND set_aside = 0', id)[0] ?? null;
  }

  jobsBeginning(text: string): Job[] {
    const job = this.job(text);
    if (job || text.length < 4) return job ? [job] : [];
    return this.#read(
      'jobs',
      'SELECT seq, data FROM jobs WHERE substr(id, 1, length(?1)) = ?1 AND set_aside = 0 LIMIT 2',
      text,
    );
  }

  /** In the order in which it was written: clocks jump. */
  log(jobId: string): LogEntry[] {
    return this.#read(
      'job_log',
      'SELECT seq, data FROM job_log WHERE job_id = ? AND set_aside = 0 ORDER BY seq',
      jobId,
    );
  }

  /** Every row of a table that is in use. */
  all<T extends Table>(table: T): Kept[T][] {
    return this.#read(table, `SELECT seq, data FROM ${table} WHERE set_aside = 0 ORDER BY seq`);
  }

  output(jobId: string): Kept['outputs'] | null {
    return (
      this.#read('outputs', 'SELECT seq, data FROM outputs WHERE job_id = ? AND set_aside = 0', jobId)[0] ??
      null
    );
  }

  history({ offset, limit }: { offset: number; limit: number }): { jobs: Job[]; total: number } {
    const ended = 'FROM jobs WHERE final = 1 AND set_aside = 0';
    const jobs = this.#read(
      'jobs',
      `SELECT seq, data ${ended} ORDER BY changed_at DESC, id DESC LIMIT ? OFFSET ?`,
      Math.max(0, limit),
      Math.max(0, offset),
    );
    return { jobs, total: Number(this.#statements.of(`SELECT count(*) AS total ${ended}`).get()?.['total']) };
  }

  historyOf(connectionId: string, limit: number): Job[] {
    // A server that was last asked long ago must not have all of a long history read.
    const newest = `SELECT id, seq, data, connection_id, changed_at FROM jobs WHERE final = 1 AND set_aside = 0
      ORDER BY changed_at DESC, id DESC LIMIT 10000`;
    const sql = `SELECT seq, data FROM (${newest}) WHERE connection_id = ? ORDER BY changed_at DESC, id DESC LIMIT ?`;
    return this.#read('jobs', sql, connectionId, limit);
  }

  /** Null as well where an earlier version wrote the database last. */
  contents(jobId: string): Contents | null {
    if (!this.#has('contents')) return null;
    const row = this.#statements
      .of('SELECT files, folders, bytes, digest, packed FROM contents WHERE job_id = ?')
      .get(jobId);
    return (row as Contents | undefined) ?? null;
  }

  /** Null as well where an earlier version wrote the database last, or what is kept can't be read. */
  comparison(jobId: string): Comparison | null {
    if (!this.#has('comparisons')) return null;
    const row = this.#statements.of('SELECT data FROM comparisons WHERE job_id = ?').get(jobId);
    if (!row) return null;
    try {
      return comparisonSchema.safeParse(JSON.parse(String(row['data']))).data ?? null;
    } catch {
      return null;
    }
  }

  savedBefore(askedKey: string, id: string, time: number): Job | null {
    const sql = `SELECT seq, data FROM jobs WHERE asked_key = ? AND final = 1 AND set_aside = 0 AND state = 'saved'
       AND removal_at IS NULL AND changed_at < ? AND id <> ? ORDER BY changed_at DESC LIMIT 1`;
    return this.#read('jobs', sql, askedKey, time, id)[0] ?? null;
  }

  /** Rows that couldn't be read, over all tables. */
  setAside(): number {
    const counts = ['jobs', 'job_log', 'outputs', 'clean_ups'].map(
      (table) => `(SELECT count(*) FROM ${table} WHERE set_aside = 1)`,
    );
    return Number(this.#statements.of(`SELECT ${counts.join(' + ')} AS count`).get()?.['count']);
  }

  #has(table: string): boolean {
    let has = this.#tables.get(table);
    if (has === undefined) {
      has = this.#statements.of('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== undefined;
      this.#tables.set(table, has);
    }
    return has;
  }

  #read<T extends Table>(table: T, sql: string, ...values: (string | number)[]): Kept[T][] {
    const read: Kept[T][] = [];
    const now = this.#now?.();
    for (const row of this.#statements.of(sql).all(...values)) {
      const value = decode(table, String(row['data']), now);
      if (value === null) this.#onUnreadable(table, Number(row['seq']));
      else read.push(value);
    }
    return read;
  }
}

/**
 * A view on the jobs of a data folder that another process may hold: it sees what that process has committed and
 * never writes. Empty where the folder has no jobs yet. Throws `FailedError`, and what is damaged or lost as
 * `UnreadableListError`.
 */
export function readJobStore(folder: string): JobReader {
  const { main } = databaseFiles(folder);
  if (!sizeOf(main)) {
    demandNew(folder);
    return nothing;
  }
  try {
    const connection = new DatabaseSync(main, { readOnly: true, timeout: 5000 });
    let unreadable = 0;
    const reader = new RowReader(new Statements(connection), () => {
      unreadable += 1;
    });
    const guarded = <T>(work: () => T): T => {
      try {
        return work();
      } catch (error) {
        throw toOpeningError(orUnreadable(error, folder), folder);
      }
    };
    return {
      open: () =>
        guarded(() => {
          unreadable = 0;
          const jobs = reader.openJobs();
          return { jobs, setAside: reader.setAside() + unreadable };
        }),
      job: (id) => guarded(() => reader.job(id)),
      log: (jobId) => guarded(() => reader.log(jobId)),
      history: (page) => guarded(() => reader.history(page)),
      contents: (jobId) => guarded(() => reader.contents(jobId)),
      comparison: (jobId) => guarded(() => reader.comparison(jobId)),
      jobsBeginning: (text) => guarded(() => reader.jobsBeginning(text)),
      close: () => connection.close(),
    };
  } catch (error) {
    throw toOpeningError(error, folder);
  }
}

const nothing: JobReader = {
  open: () => ({ jobs: [], setAside: 0 }),
  job: () => null,
  log: () => [],
  history: () => ({ jobs: [], total: 0 }),
  contents: () => null,
  comparison: () => null,
  jobsBeginning: () => [],
  close: () => undefined,
};
