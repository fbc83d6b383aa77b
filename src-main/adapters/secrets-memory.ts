import type { SecretKey, Secrets, SecretState } from '../core/ports.ts';
import { slotOf } from './secret-slot.ts';

/** Secrets that are kept until the program ends and nowhere else: for machines without a keychain. */
export function createMemorySecrets(): Secrets {
  const kept = new Map<string, Map<string, string>>();
  return {
    async read(key): Promise<SecretState> {
      const value = kept.get(key.connectionId)?.get(slotOf(key));
      return value === undefined ? { is: 'absent' } : { is: 'ok', value, kept: 'run' };
    },
    async write(key: SecretKey, value): Promise<'run'> {
      const ofConnection = kept.get(key.connectionId) ?? new Map<string, string>();
      kept.set(key.connectionId, ofConnection.set(slotOf(key), value));
      return 'run';
    },
    async erase(connectionId, only): Promise<void> {
      if (only) kept.get(connectionId)?.delete(slotOf(only));
      else kept.delete(connectionId);
    },
  };
}
