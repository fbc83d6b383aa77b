import type { Clock, SecretKey, Secrets, SecretState } from '../core/ports.ts';
import { createClock } from './clock-node.ts';
import { createKeychain } from './keychain.ts';
import type { KeychainBinding } from './keychain.ts';
import { withLongEntries } from './long-entries.ts';
import { slotOf } from './secret-slot.ts';

export interface KeychainSecretsOptions {
  /** The keychain's library. */
  load: () => Promise<KeychainBinding>;
  /** Ends prompts without an answer; the machine's by default. */
  clock?: Pick<Clock, 'sleep'>;
  platform?: NodeJS.Platform;
}

/** Loads the library. Rejects where the system lacks what it needs (libsecret on Linux). */
export const loadKeytar = async (): Promise<KeychainBinding> => (await import('keytar')).default;

/** The entry that names the slots of a connection's secrets: they can't be listed otherwise. */
const indexAccount = (connectionId: string): string => connectionId;
const accountOf = (connectionId: string, slot: string): string => `${connectionId} ${slot}`;

/**
 * Secrets in the system's keychain (macOS Keychain, Windows Credential Manager, Secret Service), under `Ferry` and the
 * connection's id with its slot. What can't get there is kept until the program ends and nowhere else. Each secret
 * is read once and then known until it is written, erased or forgotten; a keychain that doesn't answer is asked again.
 */
export function createKeychainSecrets(options: KeychainSecretsOptions): Secrets {
  const { load, clock = createClock(), platform = process.platform } = options;
  const keychain = withLongEntries(createKeychain({ load, clock, platform }));
  /** By connection and slot. What is kept for this run is here alone, and newer than what the keychain may hold. */
  const known = new Map<string, Map<string, SecretState>>();
  /** Connections whose entries must go as soon as the keychain answers; they count as gone. */
  const owed = new Set<string>();
  const turns = new Map<string, Promise<unknown>>();

  /** One after the other for a connection; another's prompt delays no others. */
  function inTurn<Value>(connectionId: string, work: () => Promise<Value>): Promise<Value> {
    const turn = (turns.get(connectionId) ?? Promise.resolve()).then(work, work);
    turns.set(connectionId, turn);
    const leave = (): void => {
      if (turns.get(connectionId) === turn) turns.delete(connectionId);
    };
    turn.then(leave, leave);
    return turn;
  }

  function know(connectionId: string, slot: string, state: SecretState): void {
    const ofConnection = known.get(connectionId) ?? new Map<string, SecretState>();
    known.set(connectionId, ofConnection.set(slot, state));
  }

  /** The slots that have entries, or null when the keychain doesn't tell. */
  async function slotsOf(connectionId: string): Promise<string[] | null> {
    const index = await keychain.read(indexAccount(connectionId));
    if (index.is === 'ok') return index.value.split(' ');
    return index.is === 'absent' ? [] : null;
  }

  /** Whether nothing is left to erase. */
  async function settle(connectionId: string): Promise<boolean> {
    if (!owed.has(connectionId)) return true;
    const slots = await slotsOf(connectionId);
    if (!slots) return false;
    for (const slot of slots) if (!(await keychain.remove(accountOf(connectionId, slot)))) return false;
    if (slots.length > 0 && !(await keychain.remove(indexAccount(connectionId)))) return false;
    owed.delete(connectionId);
    return true;
  }

  async function toKeychain(connectionId: string, slot: string, value: string): Promise<boolean> {
    if (!(await settle(connectionId))) return false;
    const slots = await slotsOf(connectionId);
    if (!slots) return false;
    // First the index, so that no secret is ever there that can't be erased.
    const isNew = !slots.includes(slot);
    if (isNew && !(await keychain.write(indexAccount(connectionId), [...slots, slot].join(' '))))
      return false;
    return keychain.write(accountOf(connectionId, slot), value);
  }

  async function eraseOne(connectionId: string, slot: string): Promise<void> {
    know(connectionId, slot, { is: 'absent' });
    // An index that names too much is harmless.
    await keychain.remove(accountOf(connectionId, slot));
  }

  return {
    read: (key) =>
      inTurn(key.connectionId, async () => {
        const { connectionId } = key;
        const slot = slotOf(key);
        const before = known.get(connectionId)?.get(slot);
        if (before) return before;
        if (!(await settle(connectionId))) return { is: 'absent' };
        const entry = await keychain.read(accountOf(connectionId, slot));
        const state: SecretState = entry.is === 'ok' ? { ...entry, kept: 'keychain' } : entry;
        if (state.is === 'ok' || state.is === 'absent') know(connectionId, slot, state);
        return state;
      }),
    write: (key: SecretKey, value) =>
      inTurn(key.connectionId, async () => {
        const { connectionId } = key;
        const slot = slotOf(key);
        const kept = (await toKeychain(connectionId, slot, value)) ? 'keychain' : 'run';
        know(connectionId, slot, { is: 'ok', value, kept });
        return kept;
      }),
    erase: (connectionId, only) =>
      inTurn(connectionId, async () => {
        if (only) return eraseOne(connectionId, slotOf(only));
        known.delete(connectionId);
        owed.add(connectionId);
        await settle(connectionId);
      }),
    forget: (connectionId) => {
      for (const [slot, state] of known.get(connectionId) ?? [])
        if (state.is !== 'ok' || state.kept === 'keychain') known.get(connectionId)?.delete(slot);
    },
  };
}
