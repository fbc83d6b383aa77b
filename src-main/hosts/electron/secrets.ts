import { createKeychainSecrets } from '../../adapters/secrets-keytar.ts';
import { createMemorySecrets } from '../../adapters/secrets-memory.ts';
import type { Secrets } from '../../core/ports.ts';

/** Where the desktop app keeps passwords and tokens: in the keychain, or until it ends where `FERRY_KEYCHAIN` is `off`. */
export function openSecrets(): Secrets {
  return process.env.FERRY_KEYCHAIN === 'off' ? createMemorySecrets() : createKeychainSecrets();
}
