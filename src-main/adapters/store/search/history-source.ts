import { DatabaseSync } from 'node:sqlite';
import { databaseFiles, sizeOf } from '../database-files.ts';
import { releasedMigrations } from '../migrations/index.ts';
import { isFull } from '../sqlite-error.ts';
import { openStandIn } from '../stand-in.ts';
import { RowReader, Statements } from '../job-reader.ts';
import { documentOf } from './documents.ts';
import type { HistoryDocument } from './documents.ts';

/** A final job that came, changed or went; `document` is null for one that is gone or can't be read. */
export interface HistoryChange {
  /** Later ones have larger numbers. */
  number: number;
  jobId: string;
  document: HistoryDocument | null;
}

/** From memory where the disk is too full for the files that SQLite needs beside the database. */
function open(folder: string): DatabaseSync {
  const files = databaseFiles(folder);
  const connection = new DatabaseSync(files.main, { readOnly: true, timeout: 5000 });
  try {
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
    return connection;
  } catch (error) {
    connection.close();
    if (!isFull(error, folder)) throw error;
    return openStandIn(files, releasedMigrations);
  }
}

/** Reads what has become of the history in a data folder's database, which it never writes. */
export class HistorySource {
  readonly #connection: DatabaseSync | null;
  readonly #statements: Statements | null;
  readonly #rows: RowReader | null;

  constructor(folder: string) {
    this.#connection = sizeOf(databaseFiles(folder).main) ? open(folder) : null;
    this.#statements = this.#connection && new Statements(this.#connection);
    this.#rows = this.#statements && new RowReader(this.#statements, () => undefined);
  }

  /** False where an older version of Ferry wrote it last, which noted no changes: all is read with each look. */
  get notesChanges(): boolean {
    return this.#tells('history_changes');
  }

  /** The number of the last change, 0 before the first. */
  lastChange(): number {
    if (!this.notesChanges) return this.#count('SELECT count(*) AS value FROM jobs WHERE final = 1');
    return this.#count('SELECT max(seq) AS value FROM history_changes');
  }

  /** Changes after a number, at most `limit`, the earliest first. */
  changesAfter(number: number, limit: number): HistoryChange[] {
    if (!this.#statements) return [];
    const rows = this.notesChanges
      ? this.#statements
          .of('SELECT seq AS number, job_id AS id FROM history_changes WHERE seq > ? ORDER BY seq LIMIT ?')
          .all(number, limit)
      : this.#statements
          .of(
            `SELECT row_number() OVER (ORDER BY changed_at, id) AS number, id FROM jobs
             WHERE final = 1 ORDER BY changed_at, id LIMIT ? OFFSET ?`,
          )
          .all(limit, number);
    return rows.map((row) => {
      const jobId = String(row['id']);
      return { number: Number(row['number']), jobId, document: this.#documentOf(jobId) };
    });
  }

  close(): void {
    this.#connection?.close();
  }

  #documentOf(jobId: string): HistoryDocument | null {
    const final = this.#statements!.of('SELECT final, set_aside FROM jobs WHERE id = ?').get(jobId);
    if (final?.['final'] !== 1 || final['set_aside'] !== 0) return null;
    const job = this.#rows!.job(jobId);
    // One that is about to be removed is hidden; undoing that is noted as a change.
    return job && !job.removal ? documentOf(job, this.#rows!.log(jobId), this.#packedOf(jobId)) : null;
  }

  #packedOf(jobId: string): Uint8Array | null {
    if (!this.#tells('contents')) return null;
    const row = this.#statements!.of('SELECT packed FROM contents WHERE job_id = ?').get(jobId);
    return row ? (row['packed'] as Uint8Array) : null;
  }

  #tells(table: string): boolean {
    const row = this.#statements
      ?.of(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`)
      .get(table);
    return row !== undefined;
  }

  #count(sql: string): number {
    return Number(this.#statements?.of(sql).get()?.['value'] ?? 0);
  }
}
