import { fillSavePath } from '../../../src-shared/save-path-template.ts';
import type { SavePathFacts } from '../../../src-shared/save-path-template.ts';
import type { SavePathTemplate } from '../../../src-shared/settings.ts';
import type { AppState } from '../../state/app.svelte.ts';

/** The rule that a server's files are filed by, and what the server is called there. */
export interface Filing {
  rule: SavePathTemplate;
  server: string;
}

/** The rule that is used for a server now: its own, else that of the settings. */
export function filingFor({ connections, settings }: AppState, connectionId: string): Filing {
  const connection = connections.find(connectionId);
  const rule = connection?.own?.filing ?? settings.settings.filing;
  return { rule, server: connection?.name ?? '' };
}

/** It leaves files where they were asked for, under their own names. */
export const isPlain = ({ folder, name }: SavePathTemplate): boolean =>
  folder.trim() === '' && name === '{name}';

/** Where a file will be inside the chosen folder, if it were asked for now; a name that nobody knows yet is `…`. */
export function savedPath(
  { rule, server }: Filing,
  { name, type }: Pick<SavePathFacts, 'name' | 'type'>,
  inside: readonly string[] = [],
): string {
  const filed = fillSavePath(rule, { server, name: name || '…', type, at: Date.now() });
  return [...inside, ...filed.folders, filed.name].join(' / ');
}
