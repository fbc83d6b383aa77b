import { resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { t } from '../../../src-shared/language/index.ts';
import type { CliCommand, Common, HistoryCommand, ReceiptCommand } from './commands.ts';

interface Given {
  dataDir?: string;
  json?: boolean;
  html?: boolean;
  sha256sums?: boolean;
  search?: string;
  since?: number;
  until?: number;
  server?: string;
  format?: HistoryCommand['format'];
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** A day begins at midnight here; a time says itself where. Milliseconds since 1970. */
function moment(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(isDay(text) ? `${text}T00:00` : text) : NaN;
  if (Number.isNaN(at)) throw new InvalidArgumentError(t('usage.refused.notDate'));
  return at;
}

/** The same, but of a day its end. */
function end(text: string): number {
  const at = moment(text);
  // Not every day has 24 hours.
  return isDay(text) ? new Date(at).setDate(new Date(at).getDate() + 1) : at;
}

/** The one form that a receipt is wanted in. */
function formOf({ html, sha256sums }: Given, json: boolean): ReceiptCommand['form'] | null {
  const forms = [json && 'json', html && 'html', sha256sums && 'sha256sums'] as const;
  const wanted = forms.filter((form) => form !== false && form !== undefined);
  return wanted.length === 1 ? wanted[0]! : null;
}

/** What a command's help says in place of what is usual. */
export interface OwnHelp {
  /** What `--json` does. */
  json?: string;
  codes?: string;
}

/** The commands about what was downloaded: `receipt`, `verify`, `history`. */
export function addHistoryCommands({
  add,
  program,
  common,
  directory,
  choose,
}: {
  /** A command with the options of all of them. */
  add: (name: string, description: string, own?: OwnHelp) => Command;
  /** For one that has options of its own. */
  program: Command;
  common: (given: Given) => Common;
  directory: string;
  choose: (command: CliCommand) => void;
}): void {
  add('receipt', t('usage.receipt'), { json: t('usage.receiptJson') })
    .argument('<job>', t('usage.job'))
    .option('--html', t('usage.receiptHtml'), false)
    .option('--sha256sums', t('usage.receiptSums'), false)
    .action((job: string, given: Given, receipt: Command) => {
      const form = formOf(given, common(given).json);
      if (form === null) receipt.error(t('usage.refused.receiptForm'));
      else choose({ name: 'receipt', ...common(given), job, form });
    });
  program
    .command('verify')
    .description(t('usage.verify'))
    .argument('<receipt>', t('usage.verifyReceipt'))
    .argument('<file>', t('usage.verifyFile'))
    .option('--data-dir <folder>', t('usage.verifyDataFolder'))
    .option('--json', t('usage.json'))
    .addHelpText('after', `\n${t('usage.verifyCodes')}`)
    .action((receipt: string, file: string, given: Given) =>
      choose({
        name: 'verify',
        ...common(given),
        receipt: resolve(directory, receipt),
        file: resolve(directory, file),
      }),
    );
  add('history', t('usage.history'), { json: t('usage.historyJson'), codes: t('usage.readCodes') })
    .option('--search <words>', t('usage.historySearch'))
    .option('--since <date>', t('usage.historySince'), moment)
    .option('--until <date>', t('usage.historyUntil'), end)
    .option('--server <name>', t('usage.historyServer'))
    .addOption(new Option('--format <format>', t('usage.historyFormat')).choices(['text', 'csv', 'json']))
    .action((given: Given) => {
      const shared = common(given);
      choose({
        name: 'history',
        ...shared,
        search: given.search ?? '',
        since: given.since ?? null,
        until: given.until ?? null,
        server: given.server ?? null,
        format: given.format ?? (shared.json ? 'json' : null),
      });
    });
}
