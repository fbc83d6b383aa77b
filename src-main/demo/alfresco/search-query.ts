import { ApiError } from './errors.ts';

/** What a query is tried on: one node as the index knows it. Texts are in lower case. */
export interface Indexed {
  name: string;
  /** Words of the content, one blank between them; empty for what isn't text. */
  content(): string;
  /** The node's type and those that it is a kind of. */
  types: readonly string[];
  /** Ids of the folders above it, and of those that show it as a secondary child. */
  ancestors: readonly string[];
  parents: readonly string[];
  creator: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  modifiedAt: number;
}

/** Whether a node fits a query. */
export type Condition = (node: Indexed) => boolean;

/** Thrown for what can't be parsed (seen: a syntax error is an InvalidArgumentException, which is a 400). */
const invalid = (query: string): ApiError => new ApiError(400, `Invalid query: ${query}`);

/** Brackets, quoted texts, ranges, and words with their field in front; a quoted text may have a field as well. */
const tokens =
  /\s*([()]|[+\-!]?(?:[=~]?[\w{}]+(?::[\w]+)?:)?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\[[^\]]*\]|(?:\\.|[^\s()"'[\]\\])*))/gy;

/**
 * Reads a query of Alfresco's full text search: words, phrases, `*`, `?`, fields, ranges of days, brackets,
 * AND, OR, NOT (seen: docs of the AFTS syntax; the part of it that clients for documents use). Two terms side by side
 * are joined by AND as `defaults.defaultFTSOperator` says (inferred: the REST API's default).
 *
 * @param now milliseconds since 1970, for ranges like `[NOW/DAY-30DAYS TO NOW]`
 */
export function readQuery(query: string, now: number): Condition {
  const list: string[] = [];
  for (const found of query.matchAll(tokens)) {
    if (found[1]) list.push(found[1]);
    else if (found.index + found[0].length < query.trimEnd().length) throw invalid(query);
  }
  let position = 0;
  const peek = (): string | undefined => list[position];
  const take = (): string => list[position++] ?? '';

  function any(): Condition {
    const parts = [all()];
    while (/^(OR|\|\|)$/i.test(peek() ?? '')) {
      take();
      parts.push(all());
    }
    return (node) => parts.some((fits) => fits(node));
  }

  function all(): Condition {
    const parts = [one()];
    for (let next = peek(); next !== undefined && next !== ')' && !/^(OR|\|\|)$/i.test(next); next = peek()) {
      if (/^(AND|&&)$/i.test(next)) take();
      parts.push(one());
    }
    return (node) => parts.every((fits) => fits(node));
  }

  function one(): Condition {
    const token = take();
    if (token === '' || token === ')') throw invalid(query);
    if (/^(NOT|-|!)$/i.test(token)) {
      const fits = one();
      return (node) => !fits(node);
    }
    if (token === '+') return one();
    if (token === '(') {
      const fits = any();
      if (take() !== ')') throw invalid(query);
      return fits;
    }
    const [, sign = '', rest = ''] = /^([+\-!]?)(.*)$/s.exec(token) ?? [];
    const fits = term(rest, now);
    return sign === '-' || sign === '!' ? (node) => !fits(node) : fits;
  }

  if (list.length === 0) throw invalid(query);
  const condition = any();
  if (position < list.length) throw invalid(query);
  return condition;
}

function term(text: string, now: number): Condition {
  const [, field = 'TEXT', raw = ''] = /^[=~]?(?:((?:\w+:)?\w+):)?(.*)$/s.exec(text) ?? [];
  const value = raw.replace(/^(["'])(.*)\1$/s, '$2').replace(/\\(.)/g, '$1');
  switch (field.replace(/^(cm|sys):/, '').toUpperCase()) {
    case 'NAME': {
      const fits = wordsLike(value);
      return (node) => fits(wordsOf(node.name)) || (/[*?]/.test(value) && like(value).test(node.name));
    }
    case 'TEXT':
    case 'KEYWORDS':
    case 'ALL': {
      const fits = wordsLike(value);
      return (node) => fits(wordsOf(node.name)) || fits(node.content());
    }
    case 'CONTENT': {
      const fits = wordsLike(value);
      return (node) => fits(node.content());
    }
    // Nobody has written a title, a description or a tag here.
    case 'TITLE':
    case 'DESCRIPTION':
    case 'TAG':
      return () => false;
    case 'TYPE':
      return (node) => node.types.includes(value.includes(':') ? value : `cm:${value}`);
    case 'ANCESTOR':
      return (node) => node.ancestors.includes(idOf(value));
    case 'PARENT':
      return (node) => node.parents.includes(idOf(value));
    case 'CREATOR':
    case 'MODIFIER':
      return (node) => node.creator.toLowerCase() === value.toLowerCase();
    case 'CREATED':
      return within(value, now, (node) => node.createdAt);
    case 'MODIFIED':
      return within(value, now, (node) => node.modifiedAt);
    default:
      throw new ApiError(400, `No property definition found for ${field}`);
  }
}

const idOf = (reference: string): string => reference.replace(/^workspace:\/\/SpacesStore\//, '');

/** The text's words, one blank between and around them. */
export const wordsOf = (text: string): string =>
  ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;

/** A pattern with `*` and `?` for a whole text in lower case. */
const like = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .toLowerCase()
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'su',
  );

/** Whether the words stand one behind the other; a star lets one go on. */
function wordsLike(value: string): (words: string) => boolean {
  const wanted = value.toLowerCase().match(/[\p{L}\p{N}*?]+/gu) ?? [];
  if (wanted.length === 0) return () => false;
  const source = wanted.map((word) => word.replaceAll('*', '[^ ]*').replaceAll('?', '[^ ]')).join(' ');
  const pattern = new RegExp(` ${source} `, 'u');
  return (words) => pattern.test(words);
}

const units: Record<string, number> = {
  DAY: 86_400_000,
  HOUR: 3_600_000,
  MONTH: 30 * 86_400_000,
  YEAR: 365 * 86_400_000,
};

/** `[A TO B]` with days, `*`, or `NOW` and a distance from it. */
function within(range: string, now: number, valueOf: (node: Indexed) => number): Condition {
  const [, from, to] = /^\[(\S+)\s+TO\s+(\S+)\]$/i.exec(range) ?? [];
  if (from === undefined || to === undefined) throw invalid(range);
  const least = momentOf(from, now, -Infinity);
  const most = momentOf(to, now, Infinity);
  return (node) => valueOf(node) >= least && valueOf(node) <= most;
}

function momentOf(text: string, now: number, open: number): number {
  const bare = text.replace(/^['"]|['"]$/g, '');
  if (bare === '*' || /^(MIN|MAX)$/i.test(bare)) return open;
  const relative = /^NOW(\/DAY)?(?:([+-]\d+)(DAY|HOUR|MONTH|YEAR)S?)?$/i.exec(bare);
  if (relative) {
    const [, isDay, count = '0', unit = 'DAY'] = relative;
    const base = isDay === undefined ? now : Math.floor(now / units.DAY!) * units.DAY!;
    return base + Number(count) * (units[unit.toUpperCase()] ?? 0);
  }
  const moment = Date.parse(bare);
  if (Number.isNaN(moment)) throw invalid(text);
  return open === Infinity && /^\d{4}-\d\d-\d\d$/.test(bare) ? moment + units.DAY! - 1 : moment;
}
