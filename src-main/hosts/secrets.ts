import { forkKeychain } from '../adapters/keychain-fork.ts';
import { createKeychainSecrets } from '../adapters/secrets-keytar.ts';
import { createMemorySecrets } from '../adapters/secrets-memory.ts';
import type { Secrets } from '../core/ports.ts';

/**
 * Where hosts without Electron keep passwords and tokens: in the keychain, or until the program ends where
 * `FERRY_KEYCHAIN` is `off`.
 */
export function openSecrets(environment: NodeJS.ProcessEnv = process.env): Secrets {
  return environment.FERRY_KEYCHAIN === 'off'
    ? createMemorySecrets()
    : createKeychainSecrets({ load: forkKeychain });
}
