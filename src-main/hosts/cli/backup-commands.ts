import { resolve } from 'node:path';
import type { Command } from 'commander';
import { t } from '../../../src-shared/language/index.ts';
import type { CliCommand, Common } from './commands.ts';

interface Given {
  // Commander turns `--without-x` into these.
  withoutHistory?: boolean;
  withoutServers?: boolean;
  withoutSettings?: boolean;
  dryRun?: boolean;
  out?: string;
}

/** Adds what carries data out of Ferry and into another one. */
export function addBackupCommands(program: {
  add: (name: string, description: string) => Command;
  common: (given: Given) => Common;
  /** Relative files start here. */
  directory: string;
  choose: (command: CliCommand) => void;
}): void {
  const { add, common, directory, choose } = program;
  add('backup', t('usage.backup'))
    .argument('<file>', t('usage.backupFile'))
    .option('--without-history', t('usage.withoutHistory'))
    .action((file: string, given: Given) =>
      choose({
        name: 'backup',
        ...common(given),
        file: resolve(directory, file),
        history: given.withoutHistory !== true,
      }),
    );
  add('import', t('usage.import'))
    .argument('<file>', t('usage.importFile'))
    .option('--without-servers', t('usage.withoutServers'))
    .option('--without-settings', t('usage.withoutSettings'))
    .option('--without-history', t('usage.withoutHistory'))
    .option('--dry-run', t('usage.dryRun'))
    .action((file: string, given: Given) =>
      choose({
        name: 'import',
        ...common(given),
        file: resolve(directory, file),
        wanted: {
          servers: given.withoutServers !== true,
          settings: given.withoutSettings !== true,
          history: given.withoutHistory !== true,
        },
        dryRun: given.dryRun === true,
      }),
    );
  add('diagnostics', t('usage.diagnostics'))
    .option('--out <file>', t('usage.diagnosticsOut'))
    .action((given: Given) =>
      choose({
        name: 'diagnostics',
        ...common(given),
        out: given.out === undefined ? null : resolve(directory, given.out),
      }),
    );
}
