import { demoKind } from '../../demo/alfresco/showing.ts';
import type { DemoAlfresco } from '../../demo/alfresco/server.ts';
import type { ExitCode } from './exit-codes.ts';
import { runCli } from './main.ts';

/**
 * The whole main job against a demo server, as a user would type it: requests a folder of a thousand documents,
 * waits, fetches, checks, saves. Resolves with the exit code.
 *
 * @param folders where the file goes, and where Ferry keeps its data meanwhile
 */
export async function runMainJobAgainst(
  demo: DemoAlfresco,
  folders: { out: string; data: string },
): Promise<ExitCode> {
  const account = 'demo';
  const where = ['--kind', demoKind, '--url', demo.url, '--user', account];
  const what = ['--node', demo.tree.examples.tender.id, '--out', folders.out, '--data-dir', folders.data];
  return runCli(['get', ...where, ...what], { secret: account });
}
