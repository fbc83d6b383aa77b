import type { CallOutput } from '../contract.ts';
import { phrase } from '../language/phrase.ts';
import type { Words } from '../language/words.ts';

/** What an import has brought, in a sentence. */
export function importedWords({ servers, settings, downloads }: CallOutput<'backup.import'>): Words {
  const what: Words[] = [
    ...(servers > 0 ? [phrase('backup.import.doneServers', { count: servers })] : []),
    ...(settings ? [phrase('backup.import.doneSettings')] : []),
    ...(downloads > 0 ? [phrase('backup.import.downloads', { count: downloads })] : []),
  ];
  if (what.length === 0) return phrase('backup.import.nothingNew');
  const list = what.reduce((first, then) => phrase('backup.import.and', { first, then }));
  return phrase('backup.import.done', { what: list });
}
