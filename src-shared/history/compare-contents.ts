import type { ZipChanges } from './comparison.ts';
import { mostTold } from './comparison.ts';
import type { ContentEntry } from './content-lines.ts';

type Files = ZipChanges['added'];

function add(to: Files, { path, size }: ContentEntry): void {
  to.count += 1;
  if (to.files.length < mostTold) to.files.push({ path, size });
}

/**
 * What changed between two directories of zips, by path, size and CRC-32. A path may be in each more than once. Both come
 * some at a time, so that others have their turn.
 */
export async function changesBetween(
  before: AsyncIterable<readonly ContentEntry[]>,
  after: AsyncIterable<readonly ContentEntry[]>,
): Promise<Omit<ZipChanges, 'jobId' | 'since'>> {
  const left = new Map<string, ContentEntry[]>();
  for await (const some of before)
    for (const entry of some) {
      const ofPath = left.get(entry.path);
      if (ofPath) ofPath.push(entry);
      else left.set(entry.path, [entry]);
    }
  const [added, changed, gone] = [none(), none(), none()];
  const others: ContentEntry[] = [];
  for await (const some of after)
    for (const entry of some) {
      const ofPath = left.get(entry.path) ?? [];
      const same = ofPath.findIndex(({ size, crc32 }) => size === entry.size && crc32 === entry.crc32);
      if (same >= 0) ofPath.splice(same, 1);
      else others.push(entry);
    }
  // Only now: of two files of a path the one that stayed must not be taken for the other's earlier form.
  for (const entry of others) add(left.get(entry.path)?.shift() ? changed : added, entry);
  for (const ofPath of left.values()) for (const entry of ofPath) add(gone, entry);
  return { added, changed, gone };
}

const none = (): Files => ({ count: 0, files: [] });
