import { checksumLine, mostListed, receiptOf } from '../../../src-shared/history/receipt.ts';
import type { Receipt } from '../../../src-shared/history/receipt.ts';
import { receiptPage } from '../../../src-shared/history/receipt-page.ts';
import { t } from '../../../src-shared/language/index.ts';
import { escapedJson } from '../../../src-shared/printable.ts';
import { readConnections } from '../../adapters/config-conf.ts';
import { unpackContents } from '../../adapters/zips/zip-contents.ts';
import { readJobStore } from '../../adapters/store/job-reader.ts';
import { ownVersion } from '../own-version.ts';
import { printPiece } from '../print.ts';
import type { ReceiptCommand } from './commands.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import type { Output } from './output.ts';

const written: Record<ReceiptCommand['form'], (receipt: Receipt) => string> = {
  json: (receipt) => `${escapedJson(receipt, 2)}\n`,
  html: receiptPage,
  sha256sums: ({ file }) => checksumLine(file),
};

/** `ferry receipt`: only reads, so it needs no password and works while another Ferry has the data folder. */
export async function receipt(
  output: Output,
  { dataFolder, job: text, form }: ReceiptCommand,
): Promise<ExitCode> {
  const store = readJobStore(dataFolder);
  try {
    const found = store.jobsBeginning(text);
    const [job] = found;
    if (!job || found.length > 1) {
      const message = t(job ? 'terminal.receipt.ambiguous' : 'terminal.receipt.unknown', { id: text });
      output.failed({ code: exitCodes.usage, kind: 'invalid-input', message }, null);
      return exitCodes.usage;
    }
    const connection = readConnections(dataFolder).find(({ id }) => id === job.connectionId);
    const contents = store.contents(job.id);
    const made = receiptOf({
      job,
      log: store.log(job.id),
      server: { name: connection?.name ?? '', address: connection?.baseUrl ?? null },
      contents,
      entries: contents && contents.files <= mostListed ? [...unpackContents(contents.packed)] : [],
      comparison: store.comparison(job.id),
      now: Date.now(),
      version: ownVersion,
    });
    if (!made) {
      const message = t('terminal.receipt.notSaved');
      output.failed({ code: exitCodes.failed, kind: 'invalid-input', message }, job.id);
      return exitCodes.failed;
    }
    await printPiece(process.stdout, written[form](made));
    return exitCodes.saved;
  } finally {
    store.close();
  }
}
