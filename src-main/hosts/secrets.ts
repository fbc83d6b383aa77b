import { forkKeychain } from '../adapters/keychain-fork.ts';
import type { KeychainBinding } from '../adapters/keychain.ts';
import { createFileSecrets } from '../adapters/secrets-file.ts';
import { createKeychainSecrets } from '../adapters/secrets-keytar.ts';
import { createMemorySecrets } from '../adapters/secrets-memory.ts';
import type { Secrets } from '../core/ports.ts';

/**
 * Where hosts keep passwords and tokens: in the keychain; until the program ends where `FERRY_KEYCHAIN`
 * is `off`; in an encrypted file of the data folder where it is `file`, under the passphrase in `FERRY_FILE_SECRET`, which
 * is taken out of the environment.
 *
 * @param load the keychain's library; in a process that Node forks if left out
 */
export function openSecrets(
  folder: string,
  load: () => Promise<KeychainBinding> = forkKeychain,
  environment: NodeJS.ProcessEnv = process.env,
): Secrets {
  const { FERRY_KEYCHAIN: keychain, FERRY_FILE_SECRET: passphrase = null } = environment;
  delete environment.FERRY_FILE_SECRET;
  if (keychain === 'off') return createMemorySecrets();
  return keychain === 'file'
    ? createFileSecrets({ folder, passphrase: async () => passphrase })
    : createKeychainSecrets({ load });
}
