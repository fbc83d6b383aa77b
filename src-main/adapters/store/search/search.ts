import { foldText, searchWords } from '../../../../src-shared/fold-text.ts';
import type { FoundPlace, MonthCount, WhereFound } from '../../../../src-shared/history/history.ts';
import type { HistoryPlots } from '../../../../src-shared/history/history-plots.ts';
import type { HistoryPage, HistoryQuery } from '../../../core/ports.ts';
import { gramLength, gramQuery, originalLines, scanBlock, segmentKinds } from './blocks.ts';
import type { Block } from './blocks.ts';
import { askedBetween, factLines } from './documents.ts';
import { plotsOf } from './plots.ts';
import type { SearchIndex } from './search-index.ts';

/** So few documents are looked through one by one. */
const few = 300;
/** Characters of an item that is shown for what was found in it. */
const longestAsked = 500;
/** Results that are kept, for the pages behind the first one. */
const mostKept = 4;

interface Result {
  /** In the wanted order. */
  documents: Int32Array;
  months: MonthCount[];
}

/** Answers queries over an index, and keeps the last results. */
export class Search {
  readonly #index: SearchIndex;
  readonly #kept = new Map<string, Result>();

  constructor(index: SearchIndex) {
    this.#index = index;
  }

  query(query: HistoryQuery, offset: number, limit: number): HistoryPage {
    return this.#mended(() => this.#query(query, offset, limit));
  }

  plots(query: HistoryQuery): HistoryPlots {
    return this.#mended(() => {
      this.#index.refresh();
      return plotsOf(this.#index.columns(), this.#resultOf(query).documents);
    });
  }

  #query(query: HistoryQuery, offset: number, limit: number): HistoryPage {
    this.#index.refresh();
    const { documents, months } = this.#resultOf(query);
    const page = documents.subarray(Math.max(0, offset), Math.max(0, offset) + Math.max(0, limit));
    const words = searchWords(query.text);
    return {
      jobIds: [...page].map((document) => this.#index.jobOf(document)),
      total: documents.length,
      months,
      found: words.length > 0 ? [...page].map((document) => this.#whereFound(document, words, query)) : [],
    };
  }

  /** 1 for each document that fits. */
  matches(query: HistoryQuery): Uint8Array {
    const columns = this.#index.columns();
    let found = columns.filtered(query.filter);
    for (const jobId of query.without) {
      const document = this.#index.documentOf(jobId);
      if (document !== null) found[document] = 0;
    }
    for (const word of this.#rarestFirst(searchWords(query.text))) {
      const narrowed = this.#having(word, found, query);
      if (isShort(word) && !narrowed.includes(1)) continue;
      found = narrowed;
    }
    return found;
  }

  /** What leaves few is looked for first: the other words are then looked for in those few alone. */
  #rarestFirst(words: readonly string[]): readonly string[] {
    if (words.length < 2) return words;
    const ranked = [...new Set(words)].map((word) => ({ word, blocks: this.#index.mostBlocksWith(word) }));
    const order = (one: number, other: number): number => (one === other ? 0 : one - other);
    return ranked.sort((one, other) => order(one.blocks, other.blocks)).map(({ word }) => word);
  }

  /** What a damaged index can't tell, or one without space for what is new, another one does. */
  #mended<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!this.#index.mend(error)) throw error;
      this.#kept.clear();
      return work();
    }
  }

  #resultOf(query: HistoryQuery): Result {
    const key = JSON.stringify([this.#index.edition, query]);
    let result = this.#kept.get(key);
    if (!result) {
      const columns = this.#index.columns();
      const found = this.matches(query);
      const documents = columns.order(query.sort).filter((document) => found[document] === 1);
      const isByTime = (query.sort?.by ?? 'ended') === 'ended';
      result = { documents, months: isByTime ? monthsOf(documents, columns.ended) : [] };
      if (this.#kept.size >= mostKept) this.#kept.delete(this.#kept.keys().next().value!);
      this.#kept.set(key, result);
    }
    return result;
  }

  /** Those of some documents that hold a word. */
  #having(word: string, among: Uint8Array, { servers }: HistoryQuery): Uint8Array {
    const named = servers.filter(({ name }) => foldText(name).includes(word)).map(({ id }) => id);
    const having = this.#index.columns().ofServers(named);
    for (let document = 0; document < having.length; document += 1) having[document]! &= among[document]!;
    for (const block of this.#blocksFor(word, among))
      scanBlock(block, word, (document) => {
        if (among[document]) having[document] = 1;
      });
    return having;
  }

  *#blocksFor(word: string, among: Uint8Array): Generator<Block> {
    const count = among.reduce((sum, one) => sum + one, 0);
    if (count > few) {
      if (isShort(word)) yield* this.#index.blocksOf(null);
      else yield* this.#index.blocksWith(gramQuery(word));
      return;
    }
    for (let document = among.indexOf(1); document >= 0; document = among.indexOf(1, document + 1))
      yield* this.#index.blocksOf(document);
  }

  #whereFound(document: number, words: readonly string[], { servers }: HistoryQuery): WhereFound {
    const places = new Set<FoundPlace>();
    const server = this.#index.columns().server(document);
    const serverName = foldText(servers.find(({ id }) => id === server)?.name ?? '');
    const missing = new Set(words);
    const isThere = (place: FoundPlace, word: string): void => {
      places.add(place);
      missing.delete(word);
    };
    for (const word of words) if (serverName.includes(word)) isThere('server', word);
    const blocks = [...this.#index.blocksOf(document)];
    let asked: string | null = null;
    for (const [number, { text, block, line }] of factsIn(blocks, document).entries()) {
      const place = factLines[number];
      if (place) for (const word of words) if (text.includes(word)) isThere(place, word);
      if (place === 'asked' && places.has(place)) asked = this.#askedIn(block, line, words);
    }
    const inside = this.#inside(blocks, document, [...missing]);
    if (inside) places.add('inside');
    return { jobId: this.#index.jobOf(document), in: [...places], inside, asked };
  }

  /** The item of a line with the most of these words. */
  #askedIn(block: number, line: number, words: readonly string[]): string {
    const items = originalLines(this.#index.original(block))[line]!.split(askedBetween);
    const hits = (item: string): number => words.filter((word) => foldText(item).includes(word)).length;
    return items.reduce((best, item) => (hits(item) > hits(best) ? item : best)).slice(0, longestAsked);
  }

  /** The path with the most of these words, and how many others have any. */
  #inside(blocks: readonly Block[], document: number, words: readonly string[]): WhereFound['inside'] {
    if (words.length === 0) return null;
    let best: { block: number; line: number; words: number } | null = null;
    let hits = 0;
    for (const block of blocks) {
      for (const { text, line } of linesIn(block, document, segmentKinds.inside)) {
        const count = words.filter((word) => text.includes(word)).length;
        if (count === 0) continue;
        hits += 1;
        if (count > (best?.words ?? 0)) best = { block: block.block, line, words: count };
      }
    }
    if (!best) return null;
    const path = originalLines(this.#index.original(best.block))[best.line]!;
    return { path, more: hits - 1 };
  }
}

const isShort = (word: string): boolean => [...word].length < gramLength;

/** A document's lines of a kind in one block, each with its place among the block's lines. */
function* linesIn(block: Block, document: number, kind: number): Generator<{ text: string; line: number }> {
  const { folded, segments } = block;
  let line = 0;
  for (let segment = 0; segment < segments.length; segment += 3) {
    const isWanted = segments[segment] === document && segments[segment + 2] === kind;
    const end = segments[segment + 4] ?? folded.length;
    for (let start = segments[segment + 1]!; start < end; line += 1) {
      const stop = folded.indexOf('\n', start);
      if (isWanted) yield { text: folded.slice(start, stop), line };
      start = stop + 1;
    }
  }
}

function factsIn(
  blocks: readonly Block[],
  document: number,
): { text: string; line: number; block: number }[] {
  return blocks.flatMap((block) =>
    [...linesIn(block, document, segmentKinds.facts)].map((found) => ({ ...found, block: block.block })),
  );
}

/** How many of them ended in each month, in their order; those of a month follow one another. */
function monthsOf(documents: Int32Array, ended: Float64Array): MonthCount[] {
  const months: MonthCount[] = [];
  let month = { from: Infinity, to: -Infinity };
  for (const document of documents) {
    const at = ended[document]!;
    if (at < month.from || at >= month.to) {
      month = monthAround(at);
      months.push({ at: month.from, count: 0 });
    }
    months.at(-1)!.count += 1;
  }
  return months;
}

function monthAround(at: number): { from: number; to: number } {
  const date = new Date(at);
  const first = (offset: number): number => new Date(date.getFullYear(), date.getMonth() + offset).getTime();
  return { from: first(0), to: first(1) };
}
