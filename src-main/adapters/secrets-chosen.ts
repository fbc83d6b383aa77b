import type { SecretKey, Secrets, SecretsFile, SecretState } from '../core/ports.ts';
import { slotOf } from './secret-slot.ts';
import type { FileSecrets } from './secrets-file.ts';

/**
 * Secrets in the keychain or, once the user has made one, in the encrypted file. What the keychain couldn't take goes into
 * the file as soon as there is one. A keychain that was only locked may hold others still: they are found there, and go
 * once the file has newer ones.
 *
 * @param isMade there is such a file already
 */
export function createChosenSecrets(
  keychain: Secrets,
  { secrets: inFile, file, forRun }: FileSecrets,
  isMade: boolean,
): { secrets: Secrets; file: SecretsFile } {
  let current = isMade ? inFile : keychain;
  /** What the keychain was asked to remove: not at each writing, since it may ask the user each time. */
  const removed = new Set<string>();

  /** The file has it. Nobody waits for a prompt of the keychain's. */
  function isInFile(key: SecretKey): void {
    const name = `${key.connectionId} ${slotOf(key)}`;
    if (removed.has(name)) return;
    removed.add(name);
    void keychain.erase(key.connectionId, key);
  }

  async function write(key: SecretKey, value: string): ReturnType<Secrets['write']> {
    const kept = await current.write(key, value);
    if (kept === 'file') isInFile(key);
    else if (kept === 'run') forRun.set(key, value);
    else forRun.delete(key);
    return kept;
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
        const due = forRun.all();
        await file.unlock(passphrase);
        current = inFile;
        for (const { key } of due) if (forRun.get(key) === undefined) isInFile(key);
      },
      startAnew: async () => {
        await file.startAnew();
        current = keychain;
        removed.clear();
        for (const { key, value } of forRun.all()) await write(key, value);
      },
    },
  };
}
