/** What areas of the catalogue, and texts that moved, were called when phrases were stored that are still there. */
const formerNames: [before: string, now: string][] = [
  ['findings.incompleteZip', 'row.incompleteZip'],
  ['refusals.serverRemoved', 'failures.server-removed.what'],
  ['validationErrors.serverRemoved', 'failures.server-removed.what'],
  ['findings.', 'startupProblems.'],
  ['reasons.', 'failureDetails.'],
  ['refusals.', 'validationErrors.'],
];

/** The key that the catalogue has now for a text: an earlier version of Ferry may have stored another. */
export function keyNow(name: string): string {
  const former = formerNames.find(([before]) => name.startsWith(before));
  return former ? former[1] + name.slice(former[0].length) : name;
}
