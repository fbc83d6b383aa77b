import type { SecretKey, SecretRole, Secrets } from '../core/ports.ts';

/** Secrets for this run alone, which a command was given; they are neither kept nor asked of the keychain. */
export interface GivenForRun {
  secrets: Partial<Record<SecretRole, string>>;
  /** Whether a given secret may go where this one belongs: it is one account's. */
  isFor: (key: SecretKey) => boolean;
}

/** The kept secrets with those in front that were given for this run. */
export function withGiven(kept: Secrets, { secrets: given, isFor }: GivenForRun): Secrets {
  const givenFor = (key: SecretKey): string | undefined => {
    const value = given[key.role ?? 'password'];
    return value !== undefined && isFor(key) ? value : undefined;
  };
  return {
    ...kept,
    read: async (key) => {
      const value = givenFor(key);
      return value === undefined ? kept.read(key) : { is: 'ok', value, kept: 'run' };
    },
  };
}
