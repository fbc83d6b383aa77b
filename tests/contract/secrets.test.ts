import { describe, expect, test } from 'vitest';
import { createKeychainSecrets } from '../../src-main/adapters/secrets-keytar.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import type { Secrets } from '../../src-main/core/ports.ts';
import { FakeKeychain } from '../fakes/fake-keychain.ts';

const key = { connectionId: 'one', origin: 'https://records.example.com' };
const elsewhere = { connectionId: 'one', origin: 'https://other.example.com' };
const other = { connectionId: 'two', origin: 'https://records.example.com' };

const missing = async (): Promise<never> => {
  throw new Error('libsecret-1.so.0: cannot open shared object file');
};
const locked = (): FakeKeychain => {
  const keychain = new FakeKeychain();
  keychain.locked = true;
  return keychain;
};

describe.each([
  { which: 'kept for the run', where: 'run' as const, empty: 'absent', make: () => createMemorySecrets() },
  {
    which: 'in the keychain',
    where: 'keychain' as const,
    empty: 'absent',
    make: () => createKeychainSecrets({ load: new FakeKeychain().load, platform: 'linux' }),
  },
  {
    which: 'where the keychain is locked',
    where: 'run' as const,
    empty: 'locked',
    make: () => createKeychainSecrets({ load: locked().load, platform: 'linux' }),
  },
  {
    which: 'where no keychain is',
    where: 'run' as const,
    empty: 'unavailable',
    make: () => createKeychainSecrets({ load: missing, platform: 'linux' }),
  },
])('secrets $which', ({ where, empty, make }: { where: string; empty: string; make: () => Secrets }) => {
  test('are read back as they were written, the last one written', async () => {
    const secrets = make();
    expect(await secrets.read(key)).toEqual({ is: empty });
    expect(await secrets.write(key, 'first')).toBe(where);
    await secrets.write(key, 'pä"ss\n wörd');
    expect(await secrets.read(key)).toEqual({ is: 'ok', value: 'pä"ss\n wörd', kept: where });
  });

  test('belong to one connection at one origin', async () => {
    const secrets = make();
    await secrets.write(key, 'mine');
    expect(await secrets.read(elsewhere)).toEqual({ is: empty });
    expect(await secrets.read(other)).toEqual({ is: empty });
  });

  test('are erased for all origins of a connection and for no other', async () => {
    const secrets = make();
    await secrets.write(key, 'a');
    await secrets.write(elsewhere, 'b');
    await secrets.write(other, 'c');
    await secrets.erase('one');
    await secrets.erase('never');
    expect(await secrets.read(key)).toEqual({ is: 'absent' });
    expect(await secrets.read(elsewhere)).toEqual({ is: 'absent' });
    expect(await secrets.read(other)).toEqual({ is: 'ok', value: 'c', kept: where });
    expect(await secrets.write(key, 'd')).toBe(where);
    expect(await secrets.read(key)).toEqual({ is: 'ok', value: 'd', kept: where });
  });

  test('stay known when what is remembered of the keychain is forgotten', async () => {
    const secrets = make();
    await secrets.write(key, 'mine');
    secrets.forget?.('one');
    expect(await secrets.read(key)).toEqual({ is: 'ok', value: 'mine', kept: where });
  });

  test('never show when the keeper is turned into text', async () => {
    const secrets = make();
    await secrets.write(key, 'hunter2');
    expect(JSON.stringify(secrets)).not.toContain('hunter2');
  });
});
