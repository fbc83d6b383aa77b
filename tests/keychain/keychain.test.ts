import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { forkKeychain } from '../../src-main/adapters/keychain-fork.ts';
import { createKeychainSecrets } from '../../src-main/adapters/secrets-keytar.ts';
import { signedIn } from '../company/company-sign-in-harness.ts';
import { mustHaveKeyring, startSession, whyNoKeyring } from './keyring.ts';

const origin = 'https://records.example.com';
const canary = 'Kanarienvogel-5c1e90a7d4';
const missing = whyNoKeyring();

test.skipIf(missing !== null && !mustHaveKeyring)('the real keychain is installed', () => {
  expect(missing, 'apt-get install gnome-keyring libsecret-1-0 dbus libglib2.0-bin').toBeNull();
});

test.skipIf(missing !== null)('a keychain that doesn’t answer keeps no program from ending', async () => {
  const keyring = await startSession({ library: 'apart' });
  keyring.freeze();
  const program = fileURLToPath(new URL('programs/end-while-asking.ts', import.meta.url));
  const { environment: env } = keyring;
  // The keyring's own time limit is longer.
  const { status } = spawnSync(process.execPath, [program], { env, timeout: 15_000, killSignal: 'SIGKILL' });
  expect(status).toBe(5);
});

test.skipIf(missing !== null)(
  '28 a keychain that is locked in the middle of a refresh keeps the old token, and the new one holds for this run',
  async () => {
    const keyring = await startSession({ library: 'apart' });
    for (const [name, value] of Object.entries(keyring.environment)) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    const secrets = createKeychainSecrets({ load: forkKeychain });
    const { probe, provider, clock, key, refreshToken } = await signedIn({ rotates: true, secrets });
    await probe();
    const before = await refreshToken();
    provider.next.push((_request, _response, pass) => {
      keyring.lock();
      pass();
    });
    await clock.advance(3600 * 900);
    expect(await probe()).toMatchObject({ account: 'ada' });
    expect(await secrets.read(key)).toMatchObject({ is: 'ok', kept: 'run' });
    expect(await refreshToken()).not.toBe(before);
    await keyring.stop();
    await keyring.start('open');
    const next = createKeychainSecrets({ load: forkKeychain });
    expect(await next.read(key)).toEqual({ is: 'ok', value: before, kept: 'keychain' });
  },
);

describe.skipIf(missing !== null).each([
  { library: 'here' as const, where: 'in the program' },
  { library: 'apart' as const, where: 'in a process of its own' },
])(`the real keychain, loaded $where${missing === null ? '' : ` (skipped: ${missing})`}`, ({ library }) => {
  test('keeps a secret over the end of the program', async () => {
    const { keep } = await startSession({ library });
    expect(keep('read', 'one', origin)).toEqual({ is: 'absent' });
    expect(keep('write', 'one', origin, 'pä"ss\n wörd')).toBe('keychain');
    expect(keep('read', 'one', origin)).toEqual({ is: 'ok', value: 'pä"ss\n wörd', kept: 'keychain' });
    keep('write', 'one', origin, 'another');
    expect(keep('read', 'one', origin)).toEqual({ is: 'ok', value: 'another', kept: 'keychain' });
  });

  test('gives a secret to its connection at its origin and to no other', async () => {
    const { keep } = await startSession({ library });
    keep('write', 'one', origin, 'mine');
    expect(keep('read', 'one', 'http://records.example.com')).toEqual({ is: 'absent' });
    expect(keep('read', 'one', `${origin}:8443`)).toEqual({ is: 'absent' });
    expect(keep('read', 'two', origin)).toEqual({ is: 'absent' });
  });

  test('loses all of an erased connection, and nothing else', async () => {
    const { keep } = await startSession({ library });
    keep('write', 'one', origin, 'a');
    keep('write', 'one', 'https://other.example.com', 'b');
    keep('write', 'two', origin, 'c');
    keep('erase', 'one');
    expect(keep('read', 'one', origin)).toEqual({ is: 'absent' });
    expect(keep('read', 'one', 'https://other.example.com')).toEqual({ is: 'absent' });
    expect(keep('read', 'two', origin)).toMatchObject({ value: 'c' });
  });

  test('is locked when it is locked, whether it has the secret or not, and keeps what it has', async () => {
    const keyring = await startSession({ library });
    keyring.keep('write', 'one', origin, 'mine');
    keyring.lock();
    expect(keyring.keep('read', 'one', origin)).toEqual({ is: 'locked' });
    expect(keyring.keep('read', 'two', origin)).toEqual({ is: 'locked' });
    expect(keyring.keep('write', 'one', origin, 'new')).toBe('run');
    keyring.keep('erase', 'one');
    await keyring.stop();
    await keyring.start('open');
    expect(keyring.keep('read', 'one', origin)).toEqual({ is: 'ok', value: 'mine', kept: 'keychain' });
  });

  test('is locked when nobody has unlocked it since the login', async () => {
    const keyring = await startSession({ library });
    keyring.keep('write', 'one', origin, 'mine');
    await keyring.stop();
    await keyring.start('closed');
    expect(keyring.keep('read', 'one', origin)).toEqual({ is: 'locked' });
  });

  test('is unavailable where no program keeps secrets, or no D-Bus is', async () => {
    const session = await startSession({ library, service: false });
    expect(session.keep('read', 'one', origin)).toEqual({ is: 'unavailable' });
    expect(session.keep('write', 'one', origin, 'mine')).toBe('run');
    for (const address of ['disabled:', 'unix:path=/nonexistent', undefined]) {
      session.environment.DBUS_SESSION_BUS_ADDRESS = address;
      expect(session.keep('read', 'one', origin)).toEqual({ is: 'unavailable' });
    }
  });

  test('leaves a secret in no file that can be read', async () => {
    const { keep, home } = await startSession({ library });
    keep('write', 'one', origin, canary);
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    expect(files.map(({ name }) => name)).toContain('login.keyring');
    const holding = files.filter(({ parentPath, name }) =>
      readFileSync(join(parentPath, name)).includes(canary),
    );
    expect(holding).toEqual([]);
  });
});
