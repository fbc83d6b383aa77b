import { forkKeychain } from '../adapters/keychain-fork.ts';
import type { KeychainBinding } from '../adapters/keychain.ts';
import { createChosenSecrets } from '../adapters/secrets-chosen.ts';
import { createFileSecrets, hasSecretsFile } from '../adapters/secrets-file.ts';
import { createKeychainSecrets } from '../adapters/secrets-keytar.ts';
import { createMemorySecrets } from '../adapters/secrets-memory.ts';
import type { Secrets, SecretsFile } from '../core/ports.ts';

/** What keeps secrets in this run, and the encrypted file where the user may have one. */
export interface OpenedSecrets {
  secrets: Secrets;
  secretsFile: SecretsFile | null;
}

/**
 * Where hosts keep passwords and tokens: in the keychain, or in an encrypted file of the data folder once the user has made
 * one; until the program ends where `FERRY_KEYCHAIN` is `off`; in the file in any case where it is `file`. The passphrase
 * in `FERRY_FILE_SECRET` opens it, and is taken out of the environment.
 *
 * @param load the keychain's library; in a process that Node forks if left out
 */
export function openSecrets(
  folder: string,
  load: () => Promise<KeychainBinding> = forkKeychain,
  environment: NodeJS.ProcessEnv = process.env,
): OpenedSecrets {
  const { FERRY_KEYCHAIN: keychain, FERRY_FILE_SECRET: passphrase = null } = environment;
  delete environment.FERRY_FILE_SECRET;
  if (keychain === 'off') return { secrets: createMemorySecrets(), secretsFile: null };
  const inFile = createFileSecrets({ folder, passphrase });
  if (keychain === 'file') return { secrets: inFile.secrets, secretsFile: inFile.file };
  const inKeychain = createKeychainSecrets({ load });
  const { secrets, file } = createChosenSecrets(inKeychain, inFile, hasSecretsFile(folder));
  return { secrets, secretsFile: file };
}
