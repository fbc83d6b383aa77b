import { documentsIn } from '../../src-shared/kinds/kind-alfresco.ts';
import { kindOf } from '../../src-shared/kinds/kind-table.ts';
import type { JobRequest } from '../../src-shared/kinds/kind-table.ts';
import { cutName, longestName, safeName } from '../../src-shared/safe-name.ts';
import type { Ports } from './ports.ts';

/**
 * What a file with several things is called where the user says nothing else, with its extension: servers call each of
 * them `archive.zip`, and a file that says what is in it is found again. Null leaves it to the server: one thing has a
 * name of its own, and nothing can be said of items without a known name.
 */
export function zipNameOf(request: JobRequest, say: Ports['say']): string | null {
  const documents = documentsIn(request);
  if (!documents || documents.nodeIds.length < 2 || Object.keys(documents.names ?? {}).length === 0)
    return null;
  const name = kindOf(request.kind).nameOf(request, '');
  return `${cutName(safeName(say(name)), longestName - 4)}.zip`;
}
