import type { DatabaseSync } from 'node:sqlite';
import type { HistoryFilter, HistorySort } from '../../../../src-shared/history/history.ts';

/** What is filtered and counted by, of all documents at once: each array is indexed by a document's number. */
export class Columns {
  /** 1 for a document that is there. */
  readonly there: Uint8Array;
  readonly ended: Float64Array;
  /** Bytes; NaN where there is no file. */
  readonly size: Float64Array;
  readonly prepared: Float64Array;
  readonly fetched: Float64Array;
  readonly #words: Record<'server' | 'ending' | 'type', { values: string[]; of: Uint16Array }>;
  readonly #connection: DatabaseSync;
  readonly #orders = new Map<string, Int32Array>();
  #setbacks: Map<string, number[]> | null = null;

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
    const all = readColumns(connection);
    const numbers = all.number as number[];
    const length = 1 + numbers.reduce((most, number) => Math.max(most, number), 0);
    const spread = (values: unknown[]): Float64Array => {
      const column = new Float64Array(length).fill(NaN);
      values.forEach((value, index) => {
        if (typeof value === 'number') column[numbers[index]!] = value;
      });
      return column;
    };
    const coded = (texts: unknown[]): { values: string[]; of: Uint16Array } => {
      const codes = new Map<string, number>();
      const of = new Uint16Array(length);
      texts.forEach((value, index) => {
        const code = codes.get(String(value)) ?? codes.size;
        codes.set(String(value), code);
        of[numbers[index]!] = code;
      });
      return { values: [...codes.keys()], of };
    };
    this.there = new Uint8Array(length);
    for (const number of numbers) this.there[number] = 1;
    this.ended = spread(all.ended);
    this.size = spread(all.size);
    this.prepared = spread(all.prepared);
    this.fetched = spread(all.fetched);
    this.#words = { server: coded(all.server), ending: coded(all.ending), type: coded(all.type) };
  }

  get length(): number {
    return this.there.length;
  }

  server(document: number): string {
    const { values, of } = this.#words.server;
    return values[of[document]!]!;
  }

  /** How many documents there are of each kind of file. */
  types(): Map<string, number> {
    const { values, of } = this.#words.type;
    const counts = new Map<string, number>();
    for (let document = 0; document < this.length; document += 1) {
      const type = values[of[document]!];
      if (this.there[document] && type) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    return counts;
  }

  /** 1 for each document that a filter leaves. */
  filtered(filter: HistoryFilter): Uint8Array {
    const kept = this.there.slice();
    const { from, to, smallest, largest } = filter;
    const without = (leaves: (document: number) => boolean): void => {
      for (let document = 0; document < kept.length; document += 1)
        if (kept[document] && !leaves(document)) kept[document] = 0;
    };
    const among = (
      { values, of }: { values: string[]; of: Uint16Array },
      wanted: readonly string[],
    ): void => {
      if (wanted.length === 0) return;
      const isWanted = values.map((value) => wanted.includes(value));
      without((document) => isWanted[of[document]!]!);
    };
    among(this.#words.server, filter.servers);
    among(this.#words.ending, filter.ends);
    among(this.#words.type, filter.types);
    if (from !== null) without((document) => this.ended[document]! >= from);
    if (to !== null) without((document) => this.ended[document]! < to);
    if (smallest !== null) without((document) => this.size[document]! >= smallest);
    if (largest !== null) without((document) => this.size[document]! <= largest);
    const { shortest, longest, setbacks } = filter;
    if (shortest !== null) without((document) => this.prepared[document]! >= shortest);
    if (longest !== null) without((document) => this.prepared[document]! <= longest);
    if (setbacks.length > 0) {
      const having = new Set(setbacks.flatMap((kind) => this.setbacks().get(kind) ?? []));
      without((document) => having.has(document));
    }
    return kept;
  }

  /** The documents with each kind of failure on their way, a document once. */
  setbacks(): Map<string, number[]> {
    if (this.#setbacks) return this.#setbacks;
    this.#setbacks = new Map();
    const rows = this.#connection.prepare(`SELECT number, setbacks FROM documents WHERE setbacks <> '[]'`);
    for (const row of rows.iterate()) {
      for (const kind of new Set(JSON.parse(String(row['setbacks'])) as string[])) {
        const documents = this.#setbacks.get(kind);
        if (documents) documents.push(Number(row['number']));
        else this.#setbacks.set(kind, [Number(row['number'])]);
      }
    }
    return this.#setbacks;
  }

  /** 1 for each document of these servers. */
  ofServers(ids: readonly string[]): Uint8Array {
    const { values, of } = this.#words.server;
    const found = new Uint8Array(this.length);
    const isWanted = values.map((value) => ids.includes(value));
    if (!isWanted.includes(true)) return found;
    for (let document = 0; document < found.length; document += 1)
      if (this.there[document] && isWanted[of[document]!]) found[document] = 1;
    return found;
  }

  /** All documents in an order; what has no size comes last either way. */
  order(sort: HistorySort | null): Int32Array {
    const clause = orderClause(sort);
    let order = this.#orders.get(clause);
    if (!order) {
      const sql = `SELECT json_group_array(number) AS value FROM (SELECT number FROM documents ORDER BY ${clause})`;
      order = Int32Array.from(JSON.parse(String(this.#connection.prepare(sql).get()?.['value'])) as number[]);
      this.#orders.set(clause, order);
    }
    return order;
  }
}

const columnNames = ['number', 'server', 'ending', 'type', 'ended', 'size', 'prepared', 'fetched'] as const;

/** One text a column: a hundred thousand rows would take ten times as long. All of one pass, so that they fit. */
function readColumns(connection: DatabaseSync): Record<(typeof columnNames)[number], unknown[]> {
  const row =
    connection
      .prepare(
        `SELECT json_group_array(number) AS number, json_group_array(server) AS server,
           json_group_array(ending) AS ending, json_group_array(type) AS type, json_group_array(ended) AS ended,
           json_group_array(size) AS size, json_group_array(prepared) AS prepared,
           json_group_array(fetched) AS fetched FROM documents`,
      )
      .get() ?? {};
  const read = columnNames.map((name) => [name, JSON.parse(String(row[name])) as unknown[]]);
  return Object.fromEntries(read) as Record<(typeof columnNames)[number], unknown[]>;
}

const orderColumns: Record<HistorySort['by'], string> = {
  name: 'name',
  state: 'state',
  size: 'size',
  ended: 'ended',
  added: 'added',
  asked: 'asked',
};

function orderClause(sort: HistorySort | null): string {
  const newest = 'ended DESC, job_id DESC';
  if (!sort) return newest;
  const column = orderColumns[sort.by];
  return `${column} IS NULL, ${column} ${sort.descending ? 'DESC' : 'ASC'}, ${newest}`;
}
