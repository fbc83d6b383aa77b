import type { ServerItem } from '../../src-shared/server-items.ts';

/** The map with one more entry: a new one, for what is shown follows the whole map. */
export const withEntry = <Key, Value>(
  map: ReadonlyMap<Key, Value>,
  key: Key,
  value: Value,
): ReadonlyMap<Key, Value> => new Map([...map, [key, value]]);

export const emptyMap = <Key, Value>(): ReadonlyMap<Key, Value> => new Map();

export const emptySet: ReadonlySet<string> = new Set();

/** The set with more of them: a new one, as above. */
export const withIds = (set: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> =>
  new Set([...set, ...ids]);

export const idsOf = (items: readonly Pick<ServerItem, 'id'>[]): ReadonlySet<string> =>
  new Set(items.map(({ id }) => id));

/** Numbers of pages that are on their way. */
export const createPageSet = (): Set<number> => new Set();

/** The items by the number of their page, each with so many but the last. */
export function pagesOf(
  items: readonly ServerItem[],
  pageLength: number,
): Map<number, readonly ServerItem[]> {
  const pages = new Map<number, readonly ServerItem[]>();
  for (let begin = 0; begin < items.length; begin += pageLength)
    pages.set(begin / pageLength, items.slice(begin, begin + pageLength));
  return pages;
}
