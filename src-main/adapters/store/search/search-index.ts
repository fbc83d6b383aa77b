import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { foldText } from '../../../../src-shared/fold-text.ts';
import { Statements } from '../job-reader.ts';
import { BlockWriter, gramsOf, segmentKinds, segmentsOf } from './blocks.ts';
import type { Block } from './blocks.ts';
import { Columns } from './columns.ts';
import type { HistoryDocument } from './documents.ts';
import { HistorySource } from './history-source.ts';
import type { HistoryChange } from './history-source.ts';
import { isDamage, isFull } from '../sqlite-error.ts';
import { dropIndex, memoryIndex, openIndex } from './index-file.ts';

/** Changes that are taken in at once. */
const portion = 500;
/** Blocks that are read sooner than they are looked up. */
const fewBlocks = 20;
/** Documents that may be gone without a thought. */
const slack = 1000;

/**
 * An index over the history of a data folder, made from its jobs and brought up to date from them. Several processes may
 * have it open: each looks for what another one wrote.
 */
export class SearchIndex {
  readonly #folder: string;
  readonly #source: HistorySource;
  #connection!: DatabaseSync;
  #statements!: Statements;
  #columns: Columns | null = null;
  /** Null until it is open. */
  #isInMemory: boolean | null = null;
  /** How many blocks have three letters: to count those of frequent ones takes longer than to search. */
  #blockCounts = new Map<string, number>();
  /** The edition that the columns and counts are of. */
  #edition = -1;

  constructor(folder: string) {
    this.#folder = folder;
    this.#source = new HistorySource(folder);
    this.#open();
    if (this.#isMostlyGone()) this.makeAnew();
  }

  /** Takes in what has become of the history. Afterwards all that was saved before the call is found. */
  refresh(): void {
    for (let isOver = false; !isOver;) {
      const last = this.#source.lastChange();
      const known = this.#fact('changes');
      if (known === last) return;
      // An older copy of the database lies here now.
      if (known > last) this.makeAnew();
      isOver = this.#takePortion(last);
    }
  }

  /** Makes another index where that helps against what was thrown; false where it doesn't. */
  mend(error: unknown): boolean {
    if (isDamage(error)) this.makeAnew();
    else if (isFull(error, this.#folder) && !this.#isInMemory) this.#open(true);
    else return false;
    return true;
  }

  /** Throws all of it away; the next `refresh` begins with nothing. */
  makeAnew(): void {
    this.#close();
    dropIndex(this.#folder);
    this.#open();
  }

  /** What is filtered and sorted by, as of the last `refresh`. */
  columns(): Columns {
    const edition = this.#fact('edition');
    if (!this.#columns || edition !== this.#edition) {
      this.#columns = new Columns(this.#connection);
      this.#blockCounts.clear();
    }
    this.#edition = edition;
    return this.#columns;
  }

  /** Raised with each change. */
  get edition(): number {
    return this.#fact('edition');
  }

  /** Blocks that may hold a folded word of three letters and more: of one document, or of all. */
  *blocksWith(query: string, document: number | null = null): Generator<Block> {
    const range =
      document === null
        ? null
        : this.#statements.of('SELECT first_block, last_block FROM documents WHERE number = ?').get(document);
    const statement = this.#statements.of(
      `SELECT block, folded, segments FROM blocks
       WHERE block IN (SELECT rowid FROM grams WHERE grams MATCH ? AND rowid BETWEEN ? AND ?) ORDER BY block`,
    );
    const first = Number(range?.['first_block'] ?? 0);
    const last = Number(range?.['last_block'] ?? Number.MAX_SAFE_INTEGER);
    // To look a few up takes longer than to read them.
    if (document !== null && last - first < fewBlocks) yield* this.blocksOf(document);
    // The index takes whole numbers alone as its bounds, and a number of JavaScript's is none to SQLite.
    else yield* blocksOf(statement, query, BigInt(first), BigInt(last));
  }

  /** How many blocks may hold a folded word, at most: those with its rarest three letters. Infinity for a shorter word. */
  mostBlocksWith(word: string): number {
    const statement = this.#statements.of('SELECT doc FROM temp.gram_terms WHERE term = ?');
    const counts = gramsOf(word).map((gram) => {
      const count = this.#blockCounts.get(gram) ?? Number(statement.get(gram)?.['doc'] ?? 0);
      this.#blockCounts.set(gram, count);
      return count;
    });
    return Math.min(...counts);
  }

  /** How many blocks there are, about. */
  blockCount(): number {
    return Number(this.#statements.of('SELECT max(block) AS count FROM blocks').get()?.['count'] ?? 0);
  }

  /** A document's blocks, or with null those of all. */
  *blocksOf(document: number | null): Generator<Block> {
    const all = this.#statements.of('SELECT block, folded, segments FROM blocks ORDER BY block');
    if (document === null) yield* blocksOf(all);
    else
      yield* blocksOf(
        this.#statements.of(
          `SELECT block, folded, segments FROM blocks, documents
           WHERE number = ? AND block BETWEEN first_block AND last_block ORDER BY block`,
        ),
        document,
      );
  }

  /** A block's lines before they were folded, packed. */
  original(block: number): Uint8Array {
    const row = this.#statements.of('SELECT original FROM blocks WHERE block = ?').get(block);
    return row!['original'] as Uint8Array;
  }

  /** Of which job a document is. */
  jobOf(document: number): string {
    return String(
      this.#statements.of('SELECT job_id FROM documents WHERE number = ?').get(document)?.['job_id'],
    );
  }

  documentOf(jobId: string): number | null {
    const row = this.#statements.of('SELECT number FROM documents WHERE job_id = ?').get(jobId);
    return row ? Number(row['number']) : null;
  }

  close(): void {
    this.#source.close();
    this.#close();
  }

  #close(): void {
    if (this.#connection.isOpen) this.#connection.close();
  }

  /** Returns whether all up to the change is taken in. */
  #takePortion(last: number): boolean {
    this.#connection.exec('BEGIN IMMEDIATE');
    try {
      const changes = this.#source.changesAfter(this.#fact('changes'), portion);
      const writer = new BlockWriter(this.#connection);
      for (const change of changes) this.#take(change, writer);
      writer.flush();
      const taken = changes.length < portion ? last : changes.at(-1)!.number;
      this.#state('changes', Math.max(taken, changes.at(-1)?.number ?? 0));
      this.#state('edition', this.#fact('edition') + 1);
      this.#connection.exec('COMMIT');
      return changes.length < portion;
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      throw error;
    }
  }

  #take({ jobId, document }: HistoryChange, writer: BlockWriter): void {
    this.#statements.of('DELETE FROM documents WHERE job_id = ?').run(jobId);
    if (!document) return;
    const first = writer.block;
    const number = this.#add(document, first);
    writer.append(number, segmentKinds.facts, document.facts);
    writer.append(number, segmentKinds.inside, document.inside);
    this.#statements
      .of('UPDATE documents SET last_block = ? WHERE number = ?')
      .run(Math.max(first, writer.block), number);
  }

  #add(document: HistoryDocument, block: number): number {
    const { jobId, server, ending, state, ended, added, size, type, name, asked, prepared, fetched } =
      document;
    const { lastInsertRowid } = this.#statements
      .of(
        `INSERT INTO documents (job_id, server, ending, state, ended, added, size, type, name, asked, prepared, fetched,
           setbacks, first_block, last_block) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[
          jobId,
          server,
          ending,
          state,
          ended,
          added,
          size,
          type,
          foldText(name),
          asked && foldText(asked),
          prepared,
          fetched,
        ],
        ...[JSON.stringify(document.setbacks), block, block],
      );
    return Number(lastInsertRowid);
  }

  #open(inMemory = false): void {
    if (this.#isInMemory !== null) this.#close();
    // Without notes of what changed, nothing tells whether an index that is kept still fits.
    this.#isInMemory = inMemory || !this.#source.notesChanges;
    this.#connection = this.#isInMemory ? memoryIndex() : openIndex(this.#folder);
    this.#connection.exec('CREATE VIRTUAL TABLE temp.gram_terms USING fts5vocab (main, grams, row)');
    this.#statements = new Statements(this.#connection);
    this.#columns = null;
  }

  /** Text of documents that changed or went stays in its blocks: once it is most of them, all are written anew. */
  #isMostlyGone(): boolean {
    const row = this.#statements.of('SELECT count(*) AS there, max(number) AS given FROM documents').get();
    return Number(row?.['given']) > 2 * Number(row?.['there']) + slack;
  }

  #fact(name: 'changes' | 'edition'): number {
    return Number(this.#statements.of('SELECT value FROM facts WHERE name = ?').get(name)?.['value']);
  }

  #state(name: 'changes' | 'edition', value: number): void {
    this.#statements.of('UPDATE facts SET value = ? WHERE name = ?').run(value, name);
  }
}

function* blocksOf(statement: StatementSync, ...values: (string | number | bigint)[]): Generator<Block> {
  for (const row of statement.iterate(...values))
    yield {
      block: Number(row['block']),
      folded: String(row['folded']),
      segments: segmentsOf(row['segments'] as Uint8Array),
    };
}
