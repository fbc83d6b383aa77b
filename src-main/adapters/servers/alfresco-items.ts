import { FailedError, refusal } from '../../../src-shared/failures/failure.ts';
import type { JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import { readAlfrescoLink } from './alfresco-links.ts';

/** So many nodes fit into one request. */
const mostNodes = 10_000;

/** Parameters that hold a secret. */
const secretParameter = /([?&;](?:alf_)?(?:ticket|token|password|secret|key|signature|sig)=)[^&#;\s]*/gi;

/** A line as a refusal quotes it: whole, but for what may be a secret, and cut only where it is very long. */
export const shownLine = (line: string): string => {
  const plain = line.replace(secretParameter, '$1…').replace(/(:\/\/)[^/@\s]*@/, '$1…@');
  return plain.length > 500 ? `${plain.slice(0, 500)}…` : plain;
};

/** What isn't typed by chance: a UUID, a reference, a link. Other ids look like words. */
const isUnmistakable = (text: string): boolean =>
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$|:\/\//i.test(text) &&
  !['nothing', 'list'].includes(readAlfrescoLink(text).names);

/** Several ids in a line, with commas, semicolons or blanks between them; else the line as it is. */
function partsOf(line: string): string[] {
  const parts = line.split(/[\s,;]+/).filter((part) => part !== '');
  return parts.every(isUnmistakable) ? parts : [line];
}

/** A line for each thing that was pasted: lines with several ids or links are taken apart. */
export function pastedParts(items: string[]): string[] {
  return items
    .flatMap((item) => item.split(/\r\n|[\r\n]/))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .flatMap(partsOf);
}

/**
 * What pasted lines ask Alfresco for: each line is a node's id, a node reference, or a link, or several of them. Empty
 * lines don't count, doubles are merged. `links` are those whose id only the server knows. Throws `empty-selection`, or
 * `invalid-input` naming the line.
 */
export function understandAlfrescoItems(items: string[]): {
  request: JobRequest;
  links: string[];
  notes: Words[];
} {
  const lines = pastedParts(items);
  if (lines.length === 0) throw new FailedError({ kind: 'empty-selection' });
  const ids: string[] = [];
  const links: string[] = [];
  for (const line of lines) {
    const link = readAlfrescoLink(line);
    if (link.names === 'nothing' || link.names === 'list') {
      const why = link.names === 'list' ? 'validationErrors.items.list' : 'validationErrors.items.unreadable';
      throw refusal(phrase(why, { line: shownLine(line) }));
    }
    if (link.names === 'node') ids.push(link.id);
    else links.push(line);
  }
  const nodeIds = [...new Set(ids)];
  const different = [...new Set(links)];
  const asked = nodeIds.length + different.length;
  if (asked > mostNodes) throw refusal(phrase('validationErrors.items.tooMany', { asked, most: mostNodes }));
  const doubles = lines.length - asked;
  const notes = doubles === 0 ? [] : [phrase('validationErrors.items.doubled', { count: doubles })];
  return { request: { kind: 'alfresco', nodeIds }, links: different, notes };
}
