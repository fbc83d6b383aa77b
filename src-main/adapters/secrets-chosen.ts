import type { SecretKey, Secrets, SecretsFile, SecretState } from '../core/ports.ts';
import { slotOf } from './secret-slot.ts';

/**
 * Secrets in the keychain or, once the user has made one, in the encrypted file. What the keychain couldn't take goes into
 * the file as soon as there is one. A keychain that was only locked may hold others still: they are found there, and go
 * once the file has newer ones.
 *
 * @param isMade there is such a file already
 */
export function createChosenSecrets(
  keychain: Secrets,
  { secrets: inFile, file }: { secrets: Secrets; file: SecretsFile },
  isMade: boolean,
): { secrets: Secrets; file: SecretsFile } {
  let current = isMade ? inFile : keychain;
  /** What neither could take yet. */
  const forRun = new Map<string, { key: SecretKey; value: string }>();
  /** What the keychain was asked to remove: not at each writing, since it may ask the user each time. */
  const removed = new Set<string>();
  const nameOf = (key: SecretKey): string => `${key.connectionId} ${slotOf(key)}`;

  async function write(key: SecretKey, value: string): ReturnType<Secrets['write']> {
    const name = nameOf(key);
    const kept = await current.write(key, value);
    if (kept === 'run') forRun.set(name, { key, value });
    else forRun.delete(name);
    if (kept === 'file' && !removed.has(name)) {
      removed.add(name);
      // Nobody waits for a prompt of the keychain's: the secret is kept.
      void keychain.erase(key.connectionId, key);
    }
    return kept;
  }

  async function writeAll(): Promise<void> {
    for (const { key, value } of [...forRun.values()]) await write(key, value);
  }

  return {
    secrets: {
      read: async (key): Promise<SecretState> => {
        const found = await current.read(key);
        if (found.is !== 'absent' || current === keychain) return found;
        const older = await keychain.read(key);
        return older.is === 'unavailable' ? found : older;
      },
      write,
      erase: async (connectionId, only) => {
        for (const [name, { key }] of forRun)
          if (key.connectionId === connectionId && (!only || slotOf(only) === slotOf(key)))
            forRun.delete(name);
        await Promise.all([inFile.erase(connectionId, only), keychain.erase(connectionId, only)]);
      },
      forget: (connectionId) => {
        keychain.forget?.(connectionId);
        inFile.forget?.(connectionId);
      },
    },
    file: {
      state: () => file.state(),
      unlock: async (passphrase) => {
        await file.unlock(passphrase);
        current = inFile;
        await writeAll();
      },
      startAnew: async () => {
        await file.startAnew();
        current = keychain;
        removed.clear();
        for (const { key } of forRun.values()) await inFile.erase(key.connectionId, key);
        await writeAll();
      },
    },
  };
}
