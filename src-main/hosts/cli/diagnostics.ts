import { arch, platform, release } from 'node:os';
import { diagnosticsText } from '../../../src-shared/diagnostics.ts';
import { readConnections, readSettings } from '../../adapters/config-conf.ts';
import { readLog } from '../../adapters/log.ts';
import { readJobStore } from '../../adapters/store/job-reader.ts';
import { ownVersion } from '../own-version.ts';
import { oneLine, printJson, printPiece } from '../print.ts';
import type { DiagnosticsCommand } from './commands.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { writeNewFile } from './new-file.ts';
import type { Output } from './output.ts';

/**
 * `ferry diagnostics`: prints what it would write, and then writes it where a file is named. It only reads: how servers are
 * doing is known to a Ferry that runs.
 */
export async function diagnostics(
  output: Output,
  { dataFolder, json, out }: DiagnosticsCommand,
): Promise<ExitCode> {
  const store = readJobStore(dataFolder);
  try {
    const text = diagnosticsText({
      now: Date.now(),
      version: ownVersion,
      about: { platform: `${platform()} ${release()} ${arch()}`, versions: { Node: process.versions.node } },
      settings: readSettings(dataFolder),
      connections: readConnections(dataFolder)
        .filter(({ removed }) => !removed)
        .map((connection) => ({ ...connection, state: { is: 'unknown' }, secret: 'unknown' })),
      jobs: store.open().jobs,
      finished: store.history({ offset: 0, limit: 0 }).total,
      log: readLog(dataFolder),
    });
    if (json) printJson(process.stdout, { event: 'diagnostics', text });
    else await printPiece(process.stdout, `${text.split('\n').map(oneLine).join('\n')}\n`);
    return out === null ? exitCodes.saved : await writeNewFile(output, out, [text]);
  } finally {
    store.close();
  }
}
