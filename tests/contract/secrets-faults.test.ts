import { describe, expect, test } from 'vitest';
import { createKeychainSecrets } from '../../src-main/adapters/secrets-keytar.ts';
import type { Secrets } from '../../src-main/core/ports.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';
import { FakeKeychain } from '../fakes/fake-keychain.ts';

const key = { connectionId: 'one', origin: 'https://records.example.com' };
const other = { connectionId: 'two', origin: 'https://records.example.com' };
const entry = 'Ferry/one https://records.example.com';
const otherEntry = 'Ferry/two https://records.example.com';

function open(
  keychain: FakeKeychain,
  platform: NodeJS.Platform = 'linux',
): { secrets: Secrets; clock: FakeClock } {
  const clock = new FakeClock();
  return { secrets: createKeychainSecrets({ load: keychain.load, clock, platform }), clock };
}

describe('a keychain that fails', () => {
  // Texts of libsecret 0.20 and of D-Bus, of macOS's Security framework and of Windows.
  test.each([
    ['linux', 'Cannot autolaunch D-Bus without X11 $DISPLAY', 'unavailable'],
    ['linux', 'Could not connect: No such file or directory', 'unavailable'],
    ['linux', 'The name org.freedesktop.secrets was not provided by any .service files', 'unavailable'],
    ['linux', 'Cannot create an item in a locked collection', 'locked'],
    ['linux', 'Prompt was dismissed', 'locked'],
    ['darwin', 'User interaction is not allowed.', 'locked'],
    ['darwin', 'User canceled the operation.', 'locked'],
    ['darwin', 'A default keychain could not be found.', 'unavailable'],
    [
      'win32',
      'A specified logon session does not exist. It may already have been terminated.',
      'unavailable',
    ],
  ] as const)('on %s with “%s” is %s, and keeps what is written for the run', async (platform, text, is) => {
    const keychain = new FakeKeychain();
    keychain.entries.set(entry, 'old');
    keychain.faults.set('*', { throws: text });
    const { secrets } = open(keychain, platform);
    expect(await secrets.read(key)).toEqual({ is });
    expect(await secrets.write(key, 'new')).toBe('run');
    expect(await secrets.read(key)).toEqual({ is: 'ok', value: 'new', kept: 'run' });
    expect(keychain.calls.filter((call) => !call.startsWith('get'))).toEqual([]);
    expect(keychain.entries).toEqual(new Map([[entry, 'old']]));
  });

  test('is asked again, and once it answers it is asked no more', async () => {
    const keychain = new FakeKeychain();
    keychain.entries.set(entry, 'mine');
    keychain.locked = true;
    const { secrets } = open(keychain);
    expect(await secrets.read(key)).toEqual({ is: 'locked' });
    keychain.locked = false;
    expect(await secrets.read(key)).toEqual({ is: 'ok', value: 'mine', kept: 'keychain' });
    const { length } = keychain.calls;
    await Promise.all([secrets.read(key), secrets.read(key)]);
    expect(keychain.calls).toHaveLength(length);
    keychain.entries.set(entry, 'changed elsewhere');
    secrets.forget?.('one');
    expect(await secrets.read(key)).toMatchObject({ value: 'changed elsewhere' });
  });

  test('is asked for an absent entry once', async () => {
    const keychain = new FakeKeychain();
    const { secrets } = open(keychain, 'darwin');
    await secrets.read(key);
    await secrets.read(key);
    expect(keychain.calls).toEqual([`get ${entry}`]);
  });

  test('that changes what it is given isn’t trusted, and keeps nothing wrong', async () => {
    const keychain = new FakeKeychain();
    keychain.alter = (value) => (value === 'long password' ? 'long' : value);
    const { secrets } = open(keychain);
    expect(await secrets.write(key, 'long password')).toBe('run');
    expect(keychain.entries.has(entry)).toBe(false);
    expect(await secrets.read(key)).toEqual({ is: 'ok', value: 'long password', kept: 'run' });
  });

  test('that takes a secret and can’t show it hasn’t taken it', async () => {
    const keychain = new FakeKeychain();
    const { secrets } = open(keychain);
    await secrets.write(key, 'first');
    keychain.faults.set(`get ${entry}`, { throws: 'The collection is locked' });
    expect(await secrets.write(key, 'second')).toBe('run');
    expect(keychain.calls).not.toContain(`delete ${entry}`);
  });

  test('loses what was erased meanwhile as soon as it answers', async () => {
    const keychain = new FakeKeychain();
    const { secrets } = open(keychain);
    await secrets.write(key, 'mine');
    keychain.locked = true;
    await secrets.erase('one');
    expect(await secrets.read(key)).toEqual({ is: 'absent' });
    keychain.locked = false;
    expect(await secrets.read(key)).toEqual({ is: 'absent' });
    expect([...keychain.entries]).toEqual([]);
  });
});

describe('a prompt that nobody answers', () => {
  test('counts as locked after a minute, and holds nobody else up', async () => {
    const keychain = new FakeKeychain();
    keychain.entries.set(entry, 'mine').set(otherEntry, 'theirs');
    const answer = Promise.withResolvers<void>();
    keychain.faults.set(entry, { hangs: answer.promise });
    const { secrets, clock } = open(keychain);
    const reading = secrets.read(key);
    expect(await secrets.read(other)).toEqual({ is: 'ok', value: 'theirs', kept: 'keychain' });
    await clock.advance(60_000);
    expect(await reading).toEqual({ is: 'locked' });
    // No second prompt on top of the first.
    const { length } = keychain.calls;
    expect(await secrets.read(key)).toEqual({ is: 'locked' });
    expect(keychain.calls).toHaveLength(length);
    keychain.faults.clear();
    answer.resolve();
    await settle();
    expect(await secrets.read(key)).toEqual({ is: 'ok', value: 'mine', kept: 'keychain' });
  });

  test('takes no more than two of the program’s threads', async () => {
    const keychain = new FakeKeychain();
    const answer = Promise.withResolvers<void>();
    keychain.faults.set('*', { hangs: answer.promise });
    const { secrets, clock } = open(keychain);
    const ids = ['one', 'two', 'three', 'four'];
    const reading = Promise.all(
      ids.map((connectionId) => secrets.read({ connectionId, origin: key.origin })),
    );
    await settle();
    expect(keychain.calls).toHaveLength(2);
    await clock.advance(60_000);
    expect(await reading).toEqual(ids.map(() => ({ is: 'locked' })));
    answer.resolve();
    await settle();
    // Whoever gave up waiting isn't asked for afterwards.
    expect(keychain.calls).toHaveLength(2);
  });

  test('at writing keeps the secret for the run', async () => {
    const keychain = new FakeKeychain();
    keychain.faults.set('*', { hangs: new Promise(() => undefined) });
    const { secrets, clock } = open(keychain);
    const writing = secrets.write(key, 'mine');
    await clock.advance(60_000);
    expect(await writing).toBe('run');
    expect(await secrets.read(key)).toEqual({ is: 'ok', value: 'mine', kept: 'run' });
  });
});
