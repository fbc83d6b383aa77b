import type { SecretKey, Secrets, SecretsFile } from '../core/ports.ts';
import { slotOf } from './secret-slot.ts';

/**
 * Secrets in the keychain or, once the user has made one, in the encrypted file. What the keychain couldn't take goes into
 * the file as soon as there is one.
 *
 * @param isMade there is such a file already
 */
export function createChosenSecrets(
  keychain: Secrets,
  { secrets: inFile, file }: { secrets: Secrets; file: SecretsFile },
  isMade: boolean,
): { secrets: Secrets; file: SecretsFile } {
  let current = isMade ? inFile : keychain;
  const forRun = new Map<string, { key: SecretKey; value: string }>();
  const nameOf = (key: SecretKey): string => `${key.connectionId} ${slotOf(key)}`;

  return {
    secrets: {
      read: (key) => current.read(key),
      write: async (key, value) => {
        const kept = await current.write(key, value);
        // The file takes what it couldn't itself.
        if (kept === 'run' && current === keychain) forRun.set(nameOf(key), { key, value });
        else forRun.delete(nameOf(key));
        return kept;
      },
      erase: (connectionId, only) => {
        for (const [name, { key }] of forRun)
          if (key.connectionId === connectionId && (!only || slotOf(only) === slotOf(key)))
            forRun.delete(name);
        return current.erase(connectionId, only);
      },
      forget: (connectionId) => current.forget?.(connectionId),
    },
    file: {
      state: () => file.state(),
      unlock: async (passphrase) => {
        await file.unlock(passphrase);
        current = inFile;
        for (const [name, { key, value }] of forRun)
          if ((await inFile.write(key, value)) !== 'run') forRun.delete(name);
      },
      startAnew: async () => {
        await file.startAnew();
        current = keychain;
      },
    },
  };
}
