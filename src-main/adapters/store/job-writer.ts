import { foldText } from '../../../src-shared/fold-text.ts';
import { comparisonSchema } from '../../../src-shared/history/comparison.ts';
import type { Comparison } from '../../../src-shared/history/comparison.ts';
import { isFinal } from '../../../src-shared/job/job-states.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import { namesIn } from '../../../src-shared/language/words.ts';
import type { CleanUp, Contents, LogEntry, Output } from '../../core/ports.ts';
import { askedKeyOf } from './asked-key.ts';
import type { Statements } from './job-reader.ts';
import { decode, encode } from './rows.ts';
import type { Table } from './rows.ts';

const tables: readonly Table[] = ['jobs', 'job_log', 'outputs', 'clean_ups'];

/** Rows into a database. What belongs to a job that isn't there (anymore) is left out. */
export class RowWriter {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  putJob(job: Job): void {
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

  dropJob(id: string): void {
    this.#statements.of('DELETE FROM jobs WHERE id = ?').run(id);
  }

  putLogEntry(entry: LogEntry): void {
    this.#statements
      .of(
        'INSERT INTO job_log (job_id, at, data) SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM jobs WHERE id = ?1)',
      )
      .run(entry.jobId, entry.at, encode('job_log', entry));
  }

  putOutput(output: Output): void {
    this.#statements
      .of(
        `INSERT INTO outputs (job_id, data) SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM jobs WHERE id = ?1)
         ON CONFLICT (job_id) WHERE set_aside = 0 DO UPDATE SET data = excluded.data`,
      )
      .run(output.jobId, encode('outputs', output));
  }

  dropOutput(jobId: string): void {
    this.#statements.of('DELETE FROM outputs WHERE job_id = ? AND set_aside = 0').run(jobId);
  }

  putCleanUp(cleanUp: CleanUp): void {
    this.#statements
      .of(
        `INSERT INTO clean_ups (connection_id, prepared, due_at, data) VALUES (?, ?, ?, ?)
         ON CONFLICT (connection_id, prepared) WHERE set_aside = 0
         DO UPDATE SET due_at = excluded.due_at, data = excluded.data`,
      )
      .run(cleanUp.connectionId, cleanUp.prepared, cleanUp.dueAt, encode('clean_ups', cleanUp));
  }

  dropCleanUp({ connectionId, prepared }: Pick<CleanUp, 'connectionId' | 'prepared'>): void {
    this.#statements
      .of('DELETE FROM clean_ups WHERE connection_id = ? AND prepared = ? AND set_aside = 0')
      .run(connectionId, prepared);
  }

  putContents(jobId: string, { files, folders, bytes, digest, packed }: Contents): void {
    this.#statements
      .of(
        `INSERT OR REPLACE INTO contents (job_id, files, folders, bytes, digest, packed)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM jobs WHERE id = ?1)`,
      )
      .run(jobId, files, folders, bytes, digest, packed);
  }

  /** Throws where it isn't one that can be read back. */
  putComparison(jobId: string, comparison: Comparison, isDue: boolean): void {
    this.#statements
      .of(
        `INSERT OR REPLACE INTO comparisons (job_id, due, data)
         SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM jobs WHERE id = ?1)`,
      )
      .run(jobId, isDue ? 1 : 0, JSON.stringify(comparisonSchema.parse(comparison)));
  }

  /** Puts a row out of sight that can't be read. */
  setAside(table: Table, seq: number): void {
    this.#statements.of(`UPDATE ${table} SET set_aside = 1 WHERE seq = ?`).run(seq);
  }

  /** Takes back what was set aside by a Ferry that couldn't read it, unless something newer has its place. */
  takeBack(): void {
    for (const table of tables) {
      for (const row of this.#statements.of(`SELECT seq, data FROM ${table} WHERE set_aside = 1`).all()) {
        if (decode(table, String(row['data'])) === null) continue;
        this.#statements
          .of(`UPDATE OR IGNORE ${table} SET set_aside = 0 WHERE seq = ?`)
          .run(Number(row['seq']));
      }
    }
  }
}
