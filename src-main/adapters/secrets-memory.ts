import type { Secrets, SecretState } from '../core/ports.ts';
import { SecretsForRun } from './secrets-for-run.ts';

/** Secrets that are kept until the program ends and nowhere else: for machines without a keychain. */
export function createMemorySecrets(): Secrets {
  const kept = new SecretsForRun();
  return {
    async read(key): Promise<SecretState> {
      const value = kept.get(key);
      return value === undefined ? { is: 'absent' } : { is: 'ok', value, kept: 'run' };
    },
    async write(key, value): Promise<'run'> {
      kept.set(key, value);
      return 'run';
    },
    async erase(...erased): Promise<void> {
      kept.erase(...erased);
    },
  };
}
