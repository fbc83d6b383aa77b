import type { Clock, Secrets, SecretState } from '../core/ports.ts';
import { createClock } from './clock-node.ts';
import { createKeychain } from './keychain.ts';
import type { KeychainBinding } from './keychain.ts';

export interface KeychainSecretsOptions {
  /** The keychain's library; keytar unless told otherwise. */
  load?: () => Promise<KeychainBinding>;
  /** Ends prompts that nobody answers; the machine's unless told otherwise. */
  clock?: Pick<Clock, 'sleep'>;
  platform?: NodeJS.Platform;
}

/** Loads the library. Rejects where the system lacks what it needs (libsecret on Linux). */
export const loadKeytar = async (): Promise<KeychainBinding> => (await import('keytar')).default;

/** The entry that names the origins of a connection's secrets: they can't be listed otherwise. */
const indexAccount = (connectionId: string): string => connectionId;
const accountOf = (connectionId: string, origin: string): string => `${connectionId} ${origin}`;

/**
 * Secrets in the system's keychain (macOS Keychain, Windows Credential Manager, Secret Service), under `Ferry` and the
 * connection's id with its origin. What can't get there is kept until the program ends and nowhere else. Each secret
 * is read once and then known until it is written, erased or forgotten; a keychain that doesn't answer is asked again.
 */
export function createKeychainSecrets(options: KeychainSecretsOptions = {}): Secrets {
  const { load = loadKeytar, clock = createClock(), platform = process.platform } = options;
  const keychain = createKeychain({ load, clock, platform });
  /** By connection and origin. What is kept for this run is here alone, and newer than what the keychain may hold. */
  const known = new Map<string, Map<string, SecretState>>();
  /** Connections whose entries must go as soon as the keychain answers; they count as gone. */
  const owed = new Set<string>();
  const turns = new Map<string, Promise<unknown>>();

  /** One after the other for a connection; another's prompt holds nobody up. */
  function inTurn<Value>(connectionId: string, work: () => Promise<Value>): Promise<Value> {
    const turn = (turns.get(connectionId) ?? Promise.resolve()).then(work, work);
    turns.set(connectionId, turn);
    const leave = (): void => {
      if (turns.get(connectionId) === turn) turns.delete(connectionId);
    };
    turn.then(leave, leave);
    return turn;
  }

  function know(connectionId: string, origin: string, state: SecretState): void {
    const ofConnection = known.get(connectionId) ?? new Map<string, SecretState>();
    known.set(connectionId, ofConnection.set(origin, state));
  }

  /** The origins that have entries, or null when the keychain doesn't tell. */
  async function originsOf(connectionId: string): Promise<string[] | null> {
    const index = await keychain.read(indexAccount(connectionId));
    if (index.is === 'ok') return index.value.split(' ');
    return index.is === 'absent' ? [] : null;
  }

  /** Whether nothing is left to erase. */
  async function settle(connectionId: string): Promise<boolean> {
    if (!owed.has(connectionId)) return true;
    const origins = await originsOf(connectionId);
    if (!origins) return false;
    for (const origin of origins) if (!(await keychain.remove(accountOf(connectionId, origin)))) return false;
    if (origins.length > 0 && !(await keychain.remove(indexAccount(connectionId)))) return false;
    owed.delete(connectionId);
    return true;
  }

  async function toKeychain(connectionId: string, origin: string, value: string): Promise<boolean> {
    if (!(await settle(connectionId))) return false;
    const origins = await originsOf(connectionId);
    if (!origins) return false;
    // First the index, so that no secret is ever there that can't be erased.
    const isNew = !origins.includes(origin);
    if (isNew && !(await keychain.write(indexAccount(connectionId), [...origins, origin].join(' '))))
      return false;
    return keychain.write(accountOf(connectionId, origin), value);
  }

  return {
    read: (key) =>
      inTurn(key.connectionId, async () => {
        const { connectionId, origin } = key;
        const before = known.get(connectionId)?.get(origin);
        if (before) return before;
        if (!(await settle(connectionId))) return { is: 'absent' };
        const entry = await keychain.read(accountOf(connectionId, origin));
        const state: SecretState = entry.is === 'ok' ? { ...entry, kept: 'keychain' } : entry;
        if (state.is === 'ok' || state.is === 'absent') know(connectionId, origin, state);
        return state;
      }),
    write: (key, value) =>
      inTurn(key.connectionId, async () => {
        const { connectionId, origin } = key;
        const kept = (await toKeychain(connectionId, origin, value)) ? 'keychain' : 'run';
        know(connectionId, origin, { is: 'ok', value, kept });
        return kept;
      }),
    erase: (connectionId) =>
      inTurn(connectionId, async () => {
        known.delete(connectionId);
        owed.add(connectionId);
        await settle(connectionId);
      }),
    forget: (connectionId) => {
      for (const [origin, state] of known.get(connectionId) ?? [])
        if (state.is !== 'ok' || state.kept === 'keychain') known.get(connectionId)?.delete(origin);
    },
  };
}
