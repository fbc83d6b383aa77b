import type { ListingComparison } from './comparison.ts';
import { mostMissing, mostTold } from './comparison.ts';
import type { ContentEntry } from './content-lines.ts';

/** A file in a server's listing of what was asked for. */
export interface ListedFile {
  id: string;
  /** As a zip of the request names it. */
  path: string;
  /** Bytes; null where the server doesn't tell. */
  size: number | null;
  /** When it was made or changed last, by this machine's clock; null where that isn't told. Milliseconds since 1970. */
  changedAt: number | null;
}

/** Clocks are told to the second, and differ by as much again. Milliseconds. */
const tolerance = 2_000;

/** The same name may be written in two ways. */
const keyOf = (path: string): string => path.normalize('NFC');

/**
 * Compares a zip's directory with the server's listing. A path may be in each more than once. `askedAt` is when the server
 * had taken the request: what came or changed later needn't be in the zip. Both come some at a time, so that others have
 * their turn. Times in milliseconds since 1970.
 */
export async function compareListing(
  listed: AsyncIterable<readonly ListedFile[]>,
  inZip: AsyncIterable<readonly ContentEntry[]>,
  { at, askedAt }: { at: number; askedAt: number },
): Promise<Extract<ListingComparison, { is: 'compared' }>> {
  const left = new Map<string, number[]>();
  for await (const some of inZip)
    for (const { path, size } of some) {
      const key = keyOf(path);
      const sizes = left.get(key);
      if (sizes) sizes.push(size);
      else left.set(key, [size]);
    }
  const result = {
    ...{ is: 'compared' as const, at, files: 0, newer: 0, gone: 0 },
    missing: { count: 0, files: [] as { id: string; path: string; size: number | null }[] },
    otherSize: { count: 0, files: [] as { path: string; listed: number; inZip: number }[] },
  };
  const take = ({ id, path, size, changedAt }: ListedFile): void => {
    result.files += 1;
    const sizes = left.get(keyOf(path)) ?? [];
    const same = sizes.indexOf(size ?? sizes[0] ?? -1);
    const [there] = sizes.splice(Math.max(0, same), 1);
    if (same >= 0) return;
    if (changedAt !== null && changedAt >= askedAt - tolerance) {
      result.newer += 1;
    } else if (there === undefined) {
      result.missing.count += 1;
      if (result.missing.files.length < mostMissing) result.missing.files.push({ id, path, size });
    } else {
      result.otherSize.count += 1;
      if (result.otherSize.files.length < mostTold)
        result.otherSize.files.push({ path, listed: size!, inZip: there });
    }
  };
  for await (const some of listed) some.forEach(take);
  for (const sizes of left.values()) result.gone += sizes.length;
  return result;
}
