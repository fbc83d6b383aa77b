/** A call takes so many jobs at most. */
const mostJobs = 1000;

/** The ids, as many at a time as a call takes. */
export function batchesOf(ids: readonly string[]): string[][] {
  const batches: string[][] = [];
  for (let start = 0; start < ids.length; start += mostJobs) batches.push(ids.slice(start, start + mostJobs));
  return batches;
}
