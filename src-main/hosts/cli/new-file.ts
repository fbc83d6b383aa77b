import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { t } from '../../../src-shared/language/index.ts';
import { writeDocument } from '../../adapters/documents.ts';
import { createRandom } from '../../adapters/random-node.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';

/** Writes a file that isn't there yet, for its user alone, and says where; whole, or not at all. Throws `FailedError`. */
export async function writeNewFile(
  output: Output,
  file: string,
  pieces: Iterable<string>,
): Promise<ExitCode> {
  if (existsSync(file)) {
    const message = t('terminal.backup.taken', { path: file });
    output.failed({ code: exitCodes.usage, kind: 'invalid-input', message }, null);
    return exitCodes.usage;
  }
  const folder = dirname(file);
  const random = createRandom();
  const path = await writeDocument(folder, basename(file), pieces, () => random.id());
  output.noted(t('terminal.backup.written', { path }));
  return exitCodes.saved;
}
