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

/** Who has the settings. */
type HasSettings = { config: Pick<Ports['config'], 'settings'> };

/** The rule by which a file of a server is filed now: its own, else that of the settings. */
export function ruleOf(
  connectionId: string,
  { config }: HasSettings,
  connections: Pick<Connections, 'find'>,
): SavePathTemplate {
  return connections.find(connectionId)?.own?.filing ?? config.settings().filing;
}

/** The rule by which a job's file is filed: that of when it was asked for; of a row of old, the one of now. */
export function filingOf(
  { connectionId, filing }: Job,
  ports: HasSettings & Pick<Ports, 'say'>,
  connections: Pick<Connections, 'find' | 'nameOf'>,
): Filing {
  return {
    rule: filing ?? ruleOf(connectionId, ports, connections),
    server: ports.say(connections.nameOf(connectionId)),
  };
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
