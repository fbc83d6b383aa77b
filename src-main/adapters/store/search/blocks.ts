import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { foldText } from '../../../../src-shared/fold-text.ts';

/** Characters from which on a block is full. */
const fullAt = 4096;

/** What a stretch of a block's lines is about. */
export const segmentKinds = { facts: 0, inside: 1 } as const;
type SegmentKind = (typeof segmentKinds)[keyof typeof segmentKinds];

/** A block as it is read: `segments` are three numbers each, a document, where its text starts, and its kind. */
export interface Block {
  block: number;
  folded: string;
  segments: Int32Array;
}

/** The numbers of a block's segments. */
export function segmentsOf(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.slice().buffer);
}

/** A block's lines as they were before they were folded. */
export function originalLines(bytes: Uint8Array): string[] {
  return inflateRawSync(bytes).toString().split('\n');
}

/** A line of text, whatever a name holds. */
const oneLine = (text: string): string => text.replace(/[\x00-\x1f\x7f]+/g, ' ');

/** Appends documents' lines to the blocks, within one transaction of the caller's. */
export class BlockWriter {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #block = 1;
  #folded = '';
  #original = '';
  #segments: number[] = [];

  /** Goes on with the last block where that isn't full. */
  constructor(connection: DatabaseSync) {
    this.#connection = connection;
    const last = connection.prepare('SELECT * FROM blocks ORDER BY block DESC LIMIT 1').get();
    if (!last) return;
    this.#block = Number(last['block']);
    const folded = String(last['folded']);
    if (folded.length >= fullAt) {
      this.#block += 1;
      return;
    }
    this.#folded = folded;
    this.#original = originalLines(last['original'] as Uint8Array).join('\n');
    this.#segments = [...segmentsOf(last['segments'] as Uint8Array)];
    this.#run('DELETE FROM grams WHERE rowid = ?', this.#block);
    this.#run('DELETE FROM blocks WHERE block = ?', this.#block);
  }

  /** The block that the next line goes to. */
  get block(): number {
    return this.#block;
  }

  /** A document's lines of one kind; they may go to several blocks. */
  append(document: number, kind: SegmentKind, lines: Iterable<string>): void {
    let isOpen = false;
    for (const line of lines) {
      if (this.#folded.length >= fullAt) {
        this.flush();
        this.#block += 1;
        isOpen = false;
      }
      if (!isOpen) this.#segments.push(document, this.#folded.length, kind);
      isOpen = true;
      const original = oneLine(line);
      this.#original += `${original}\n`;
      this.#folded += `${foldText(original)}\n`;
    }
  }

  /** Writes what is gathered. */
  flush(): void {
    if (this.#folded === '') return;
    const segments = new Uint8Array(Int32Array.from(this.#segments).buffer);
    const original = deflateRawSync(this.#original);
    this.#run('INSERT INTO blocks VALUES (?, ?, ?, ?)', this.#block, this.#folded, segments, original);
    this.#run('INSERT INTO grams (rowid, text) VALUES (?, ?)', this.#block, this.#folded);
    this.#folded = this.#original = '';
    this.#segments = [];
  }

  #run(sql: string, ...values: (string | number | Uint8Array)[]): void {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#connection.prepare(sql)));
    statement.run(...values);
  }
}

/** Letters that a word needs to be looked up by. */
export const gramLength = 3;

/** More of them hardly find fewer blocks. */
const mostGrams = 40;

/** Every three letters in a row of a folded word, each once; none of a shorter word. */
export function gramsOf(word: string): string[] {
  const letters = [...word];
  const grams = letters
    .slice(0, mostGrams + gramLength - 1)
    .map((_letter, at) => letters.slice(at, at + gramLength).join(''))
    .filter((gram) => [...gram].length === gramLength);
  return [...new Set(grams)];
}

/** The query that finds blocks with every three letters of a folded word; the word itself may still be elsewhere. */
export function gramQuery(word: string): string {
  return gramsOf(word)
    .map((gram) => `"${gram.replaceAll('"', '""')}"`)
    .join(' AND ');
}

/** Calls `hit` once for each segment that holds the folded word, with where in the block it is first. */
export function scanBlock(
  { folded, segments }: Block,
  word: string,
  hit: (document: number, kind: number, at: number) => void,
): void {
  const count = segments.length / 3;
  let segment = 0;
  for (let at = folded.indexOf(word); at >= 0;) {
    while (segment + 1 < count && segments[(segment + 1) * 3 + 1]! <= at) segment += 1;
    hit(segments[segment * 3]!, segments[segment * 3 + 2]!, at);
    if (segment + 1 >= count) return;
    // A line never goes on in another segment, so that the rest of this one needs no look.
    at = folded.indexOf(word, segments[(segment + 1) * 3 + 1]);
  }
}
