import { createHash } from 'node:crypto';
import type { EntryState, Keychain } from './keychain.ts';

/** Characters that every system's keychain takes in one entry: Windows has 2,560 bytes. */
const mostCharacters = 1000;

/** What stands in an entry whose value is in parts: which set of parts, how many, and their SHA-256. */
const head = /^ferry-parts:([ab]):(\d{1,3}):([0-9a-f]{64})$/;
const headOf = (set: string, parts: string[], value: string): string =>
  `ferry-parts:${set}:${parts.length}:${hashOf(value)}`;
const hashOf = (value: string): string => createHash('sha256').update(value).digest('hex');
const partAccount = (account: string, set: string, index: number): string => `${account} ${set}${index}`;

function split(value: string): string[] {
  const parts: string[] = [];
  for (let from = 0; from < value.length; from += mostCharacters)
    parts.push(value.slice(from, from + mostCharacters));
  return parts;
}

/**
 * A keychain that takes values of any length: long ones go into numbered entries beside their own. A new value is whole
 * before the entry points to it, so that a crash in between leaves the old one.
 */
export function withLongEntries(keychain: Keychain): Keychain {
  const setOf = (entry: EntryState): { set: string; count: number; hash: string } | null => {
    const found = entry.is === 'ok' ? head.exec(entry.value) : null;
    return found ? { set: found[1]!, count: Number(found[2]), hash: found[3]! } : null;
  };

  async function removeParts(
    account: string,
    { set, count }: { set: string; count: number },
  ): Promise<boolean> {
    for (let index = 0; index < count; index += 1)
      if (!(await keychain.remove(partAccount(account, set, index)))) return false;
    return true;
  }

  return {
    read: async (account) => {
      const entry = await keychain.read(account);
      const parted = setOf(entry);
      if (!parted) return entry;
      let value = '';
      for (let index = 0; index < parted.count; index += 1) {
        const part = await keychain.read(partAccount(account, parted.set, index));
        if (part.is !== 'ok') return part;
        value += part.value;
      }
      return hashOf(value) === parted.hash ? { is: 'ok', value } : { is: 'absent' };
    },
    write: async (account, value) => {
      const before = await keychain.read(account);
      if (before.is !== 'ok' && before.is !== 'absent') return false;
      const old = setOf(before);
      if (value.length <= mostCharacters) {
        if (!(await keychain.write(account, value))) return false;
      } else {
        const set = old?.set === 'a' ? 'b' : 'a';
        const parts = split(value);
        for (const [index, part] of parts.entries())
          if (!(await keychain.write(partAccount(account, set, index), part))) return false;
        if (!(await keychain.write(account, headOf(set, parts, value)))) return false;
      }
      if (old) await removeParts(account, old);
      return true;
    },
    remove: async (account) => {
      const before = await keychain.read(account);
      if (before.is !== 'ok' && before.is !== 'absent') return false;
      const old = setOf(before);
      if (old && !(await removeParts(account, old))) return false;
      return keychain.remove(account);
    },
  };
}
