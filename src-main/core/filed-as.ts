import type { Job } from '../../src-shared/job/job.ts';
import { kindOf } from '../../src-shared/kinds/kind-table.ts';
import type { Words } from '../../src-shared/language/words.ts';
import { safeName } from '../../src-shared/safe-name.ts';
import { fillSavePath } from '../../src-shared/save-path-template.ts';
import type { SavePathTemplate } from '../../src-shared/settings.ts';
import type { Connections } from './connections.ts';
import type { Ports } from './ports.ts';

/** The rule that a job's file is filed by, and what its server is called there. */
export interface Filing {
  rule: SavePathTemplate;
  server: string;
}

/** The rule by which a job's file is filed: its server's own, else that of the settings. */
export function filingOf(
  { connectionId }: Job,
  { config, say }: Pick<Ports, 'config' | 'say'>,
  connections: Connections,
): Filing {
  const own = connections.find(connectionId)?.own?.filing;
  return { rule: own ?? config.settings().filing, server: say(connections.nameOf(connectionId)) };
}

/** The folders inside a job's own that its file goes to, outermost first, and what it is called; `named` is the server's name for it. */
export function filedAs(
  job: Job,
  named: string | null,
  { rule, server }: Filing,
  say: (words: Words) => string,
): { folders: string[]; name: string } {
  const { folders, name } = fillSavePath(rule, {
    server,
    name: job.fileName ?? named ?? say(job.name),
    type: kindOf(job.request.kind).typeOf(job.request) ?? '',
    at: job.createdAt,
  });
  return { folders: [...(job.subfolders ?? []).map(safeName), ...folders], name };
}
