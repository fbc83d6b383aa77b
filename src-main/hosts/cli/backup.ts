import { backupPieces } from '../../../src-shared/backup/write-backup.ts';
import { readConnections, readSettings } from '../../adapters/config-conf.ts';
import { readJobStore } from '../../adapters/store/job-reader.ts';
import { ownVersion } from '../own-version.ts';
import type { BackupCommand } from './commands.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';
import { writeNewFile } from './new-file.ts';

/** `ferry backup`: only reads, so it needs no password and works while another Ferry has the data folder. */
export async function backup(
  output: Output,
  { dataFolder, file, history }: BackupCommand,
): Promise<ExitCode> {
  const store = readJobStore(dataFolder);
  try {
    return await writeNewFile(
      output,
      file,
      backupPieces({
        now: Date.now(),
        version: ownVersion,
        connections: readConnections(dataFolder),
        settings: readSettings(dataFolder),
        history: history ? store : null,
      }),
    );
  } finally {
    store.close();
  }
}
