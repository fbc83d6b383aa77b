import { safeName } from './safe-name.ts';

/**
 * For each path on a server the folders above its last name, made safe, without those that all of them have in common.
 * Of one that isn't known there are none.
 */
export function foldersApart(paths: readonly (string | null)[]): string[][] {
  const above = paths.map((path) => path?.split('/').filter(Boolean).slice(0, -1) ?? null);
  const known = above.filter((folders) => folders !== null);
  const [first = []] = known;
  let common = 0;
  while (common < first.length && known.every((folders) => folders[common] === first[common])) common += 1;
  return above.map((folders) => folders?.slice(common).map(safeName) ?? []);
}
