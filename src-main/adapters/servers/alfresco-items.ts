import { FailedError, refusal } from '../../../src-shared/failures/failure.ts';
import type { JobRequest } from '../../../src-shared/job/job.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import { nodeIdFrom } from './alfresco-address.ts';

/** So many nodes fit into one request. */
const mostNodes = 10_000;

/** What a line is called in a refusal: short, and without the part of an address that may hold a secret. */
const shown = (line: string): string => line.split(/[?#]/)[0]!.slice(0, 80);

/** What nobody writes by chance: a UUID, a reference, a link. Other ids look like words. */
const isUnmistakable = (text: string): boolean =>
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$|:\/\//i.test(text) && nodeIdFrom(text) !== null;

/** Several ids in a line, with commas, semicolons or blanks between them; else the line as it is. */
function partsOf(line: string): string[] {
  const parts = line.split(/[\s,;]+/).filter((part) => part !== '');
  return parts.every(isUnmistakable) ? parts : [line];
}

/**
 * What pasted lines ask Alfresco for: each line is a node's id, a node reference, or a link that carries one, or several
 * of them. Empty lines don't count, doubles are merged. Throws `empty-selection`, or `invalid-input` naming the line.
 */
export function understandAlfrescoItems(items: string[]): { request: JobRequest; notes: Words[] } {
  const lines = items
    .flatMap((item) => item.split(/\r\n|[\r\n]/))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .flatMap(partsOf);
  if (lines.length === 0) throw new FailedError({ kind: 'empty-selection' });
  const ids = lines.map((line) => {
    const id = nodeIdFrom(line);
    if (id === null) throw refusal(phrase('refusals.items.unreadable', { line: shown(line) }));
    return id;
  });
  const nodeIds = [...new Set(ids)];
  if (nodeIds.length > mostNodes)
    throw refusal(phrase('refusals.items.tooMany', { asked: nodeIds.length, most: mostNodes }));
  const doubles = ids.length - nodeIds.length;
  const notes = doubles === 0 ? [] : [phrase('refusals.items.doubled', { count: doubles })];
  return { request: { kind: 'alfresco', nodeIds }, notes };
}
