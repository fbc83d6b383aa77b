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
    const words = this.#rarestFirst(searchWords(query.text));
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
    for (const block of this.#blocksFor(word, among, having))
      scanBlock(block, word, (document) => {
        if (among[document]) having[document] = 1;
      });
    return having;
  }

  /** Blocks that show which documents hold a word; of one that is known by now, the others are left out where that saves any. */
  *#blocksFor(word: string, among: Uint8Array, having: Uint8Array): Generator<Block> {
    let count = 0;
    for (const one of among) count += one;
    const all = this.#index.blockCount();
    const isEverywhere = this.#index.mostBlocksWith(word) > all / 2;
    if (count > few && !(isEverywhere && all > count)) {
      if (isShort(word)) yield* this.#index.blocksOf(null);
      else yield* this.#index.blocksWith(gramQuery(word));
      return;
    }
    for (let document = among.indexOf(1); document >= 0; document = among.indexOf(1, document + 1))
      for (const block of this.#index.blocksOf(document)) {
        if (having[document]) break;
        yield block;
      }
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
    let asked: string | null = null;
    for (const { place, text, block, start } of this.#facts(document)) {
      for (const word of words) if (text.includes(word)) isThere(place, word);
      if (place === 'asked' && places.has(place)) asked = this.#askedIn(block, start, words);
    }
    // One of few letters is in too much to be worth a word where another was found.
    const wanted = words.every(isShort) ? [...missing] : [...missing].filter((word) => !isShort(word));
    const inside = this.#inside(document, wanted);
    if (inside) places.add('inside');
    return { jobId: this.#index.jobOf(document), in: [...places], inside, asked };
  }

  /** The lines about a document, which come before those of what is inside it. */
  *#facts(
    document: number,
  ): Generator<{ place: (typeof factLines)[number]; text: string; block: Block; start: number }> {
    let given = 0;
    for (const block of this.#index.blocksOf(document))
      for (const [from, to] of stretchesOf(block, document, segmentKinds.facts))
        for (let start = from; start < to;) {
          const stop = block.folded.indexOf('\n', start);
          const place = factLines[given];
          if (!place) return;
          given += 1;
          yield { place, text: block.folded.slice(start, stop), block, start };
          if (given === factLines.length) return;
          start = stop + 1;
        }
  }

  /** The item of a line with the most of these words. */
  #askedIn(block: Block, start: number, words: readonly string[]): string {
    const items = this.#originalLine(block, start).split(askedBetween);
    const hits = (item: string): number => words.filter((word) => foldText(item).includes(word)).length;
    return items.reduce((best, item) => (hits(item) > hits(best) ? item : best)).slice(0, longestAsked);
  }

  /** Of the paths with the first of these words, which is in the fewest, the one with most of all, and how many have as many. */
  #inside(document: number, [rarest, ...others]: readonly string[]): WhereFound['inside'] {
    if (rarest === undefined) return null;
    let best = null as { block: Block; start: number; words: number } | null;
    let more = 0;
    const blocks = isShort(rarest)
      ? this.#index.blocksOf(document)
      : this.#index.blocksWith(gramQuery(rarest), document);
    for (const block of blocks)
      for (const { start, end } of linesWith(block, document, rarest)) {
        const line = others.length === 0 ? '' : block.folded.slice(start, end);
        const words = others.filter((word) => line.includes(word)).length;
        if (words === best?.words) more += 1;
        if (best && words <= best.words) continue;
        best = { block, start, words };
        more = 0;
      }
    return best && { path: this.#originalLine(best.block, best.start), more };
  }

  /** A line as it was before it was folded, by where it starts in its block. */
  #originalLine({ block, folded }: Block, start: number): string {
    const line = folded.slice(0, start).split('\n').length - 1;
    return originalLines(this.#index.original(block))[line]!;
  }
}

const isShort = (word: string): boolean => [...word].length < gramLength;

/** Where in a block a document's lines of a kind are: from, and to before. */
function* stretchesOf(
  { folded, segments }: Block,
  document: number,
  kind: number,
): Generator<[number, number]> {
  for (let segment = 0; segment < segments.length; segment += 3)
    if (segments[segment] === document && segments[segment + 2] === kind)
      yield [segments[segment + 1]!, segments[segment + 4] ?? folded.length];
}

/** Where in a block a document's paths are that have a word. */
function* linesWith(block: Block, document: number, word: string): Generator<{ start: number; end: number }> {
  const { folded } = block;
  for (const [from, to] of stretchesOf(block, document, segmentKinds.inside))
    for (let at = folded.indexOf(word, from); at >= 0 && at < to;) {
      const end = folded.indexOf('\n', at);
      yield { start: folded.lastIndexOf('\n', at) + 1, end };
      at = folded.indexOf(word, end);
    }
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
