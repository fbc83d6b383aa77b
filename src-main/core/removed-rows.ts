/** What rows that are about to go are, seen together. Ids of rows that aren't there anymore count for nothing. */
import type { Job } from '../../src-shared/job/job.ts';
import { isListed } from '../../src-shared/job/job.ts';
import { stateOf } from '../../src-shared/job/job-states.ts';
import type { Words } from '../../src-shared/language/words.ts';

/** Where a row is looked up by its id. */
interface Rows {
  get(id: string): Job | null | undefined;
}

const rowsOf = (rows: Rows, ids: Iterable<string>): Job[] => [...ids].flatMap((id) => rows.get(id) ?? []);

/** Without the groups, which bring nothing themselves. */
export const downloadsOf = (rows: Rows, ids: Iterable<string>): string[] =>
  [...ids].filter((id) => rows.get(id)?.state.is !== 'split');

/** The name of the only download among them; null where there are more, or none. */
export function nameOfOne(rows: Rows, ids: Iterable<string>): Words | null {
  const [id, more] = downloadsOf(rows, ids);
  return id !== undefined && more === undefined ? (rows.get(id)?.name ?? null) : null;
}

/** How many stop before their end. What is being checked already is most likely saved all the same. */
export const stoppingOf = (rows: Rows, ids: Iterable<string>): number =>
  rowsOf(rows, ids).filter(
    (job) =>
      job.removal?.resumes === true || (job.removal !== undefined && stateOf(job).phase === 'preparing'),
  ).length;

/** A group goes with all of its parts, and with the last of them that is listed. */
export function wholeGroups(rows: Rows, ids: readonly string[]): string[] {
  const going = new Set(ids);
  const partsOf = (id: string): Job[] => {
    const state = rows.get(id)?.state;
    return state?.is === 'split' ? rowsOf(rows, state.children) : [];
  };
  for (const id of ids) for (const part of partsOf(id)) going.add(part.id);
  for (const group of new Set(rowsOf(rows, going).flatMap(({ parentId }) => parentId ?? [])))
    if (partsOf(group).every((part) => going.has(part.id) || !isListed(part))) going.add(group);
  return [...going];
}
