import type { ServerItem } from '../../src-shared/server-items.ts';

/** The map with one more entry: a new one, for what is shown follows the whole map. */
export const withEntry = <Key, Value>(
  map: ReadonlyMap<Key, Value>,
  key: Key,
  value: Value,
): ReadonlyMap<Key, Value> => new Map([...map, [key, value]]);

export const emptyMap = <Key, Value>(): ReadonlyMap<Key, Value> => new Map();

export const emptySet: ReadonlySet<string> = new Set();

export const idsOf = (items: readonly Pick<ServerItem, 'id'>[]): ReadonlySet<string> =>
  new Set(items.map(({ id }) => id));

/** Numbers of pages that are on their way. */
export const createPageSet = (): Set<number> => new Set();
