import type { Role } from '../../src-shared/contract.ts';
import { refusal } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Ports } from './ports.ts';

/**
 * The folder that a typed or chosen path means, as a whole path. Rejects with `invalid-input` what isn't one and,
 * where the host only shows some places, what lies outside of them: who may not look there may not write there. A terminal
 * is its user, and writes wherever he may.
 */
export async function targetFolder(
  { files, folderList }: Pick<Ports, 'files' | 'folderList'>,
  typed: string,
  by?: Role,
): Promise<string> {
  const folder = files.wholePath(typed);
  if (!folderList || by === 'terminal' || (await folderList.allows(folder))) return folder;
  throw refusal(phrase('validationErrors.folder.own'));
}
