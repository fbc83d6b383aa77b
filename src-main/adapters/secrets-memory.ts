import type { Secrets, SecretState } from '../core/ports.ts';

/** Secrets that are kept until the program ends and nowhere else: for machines without a keychain. */
export function createMemorySecrets(): Secrets {
  const kept = new Map<string, Map<string, string>>();
  return {
    async read({ connectionId, origin }): Promise<SecretState> {
      const value = kept.get(connectionId)?.get(origin);
      return value === undefined ? { is: 'absent' } : { is: 'ok', value, kept: 'run' };
    },
    async write({ connectionId, origin }, value): Promise<'run'> {
      const ofConnection = kept.get(connectionId) ?? new Map<string, string>();
      kept.set(connectionId, ofConnection.set(origin, value));
      return 'run';
    },
    async erase(connectionId): Promise<void> {
      kept.delete(connectionId);
    },
  };
}
