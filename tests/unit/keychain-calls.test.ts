import { describe, expect, test } from 'vitest';
import { createKeychain } from '../../src-main/adapters/keychain.ts';
import { callKeychain, serveKeychain, withoutSecrets } from '../../src-main/adapters/keychain-calls.ts';
import type { KeychainProcess } from '../../src-main/adapters/keychain-calls.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';

type Message = Parameters<KeychainProcess['post']>[0];

/** Processes as they are started, one after the other, and what was said to them. */
function processes(loads: (index: number) => boolean | 'silent' | 'ends' = () => true) {
  const all: {
    posted: Message[];
    say: (message: unknown) => void;
    end: () => void;
    settled: boolean[];
  }[] = [];
  const start = (): KeychainProcess => {
    const listeners: ((message: unknown) => void)[] = [];
    const ends: (() => void)[] = [];
    let isAlive = true;
    const one = {
      posted: [] as Message[],
      settled: [] as boolean[],
      say: (message: unknown): void => listeners.forEach((listener) => listener(message)),
      end: (): void => {
        isAlive = false;
        ends.forEach((listener) => listener());
      },
    };
    const how = loads(all.push(one) - 1);
    if (how !== 'silent') queueMicrotask(() => (how === 'ends' ? one.end() : one.say({ loaded: how })));
    return {
      get isAlive() {
        return isAlive;
      },
      post: (message) => void one.posted.push(message),
      onMessage: (listener) => void listeners.push(listener),
      onEnd: (listener) => void ends.push(listener),
      settle: (isLoaded) => void one.settled.push(isLoaded),
    };
  };
  return { all, start };
}

describe('the keychain’s library in a process of its own', () => {
  test('answers each call by its number, in any order, and is not misled by what else is said', async () => {
    const { all, start } = processes();
    const keychain = await callKeychain(start);
    const [one, other] = [keychain.getPassword('Ferry', 'a'), keychain.getPassword('Ferry', 'b')];
    await settle();
    for (const message of [null, 'x', {}, { id: 99, value: 'foreign' }, { id: 1 }, { loaded: false }])
      all[0]!.say(message);
    all[0]!.say({ id: 2, value: 'second' });
    all[0]!.say({ id: 1, value: 'first' });
    all[0]!.say({ id: 1, value: 'again' });
    expect(await Promise.all([one, other])).toEqual(['first', 'second']);
    expect(all[0]!.posted.map(({ args }) => args)).toEqual([
      ['Ferry', 'a'],
      ['Ferry', 'b'],
    ]);
  });

  test('that dies takes its calls along, and the next ones start one other', async () => {
    const { all, start } = processes();
    const keychain = await callKeychain(start);
    const lost = keychain.setPassword('Ferry', 'a', 'canary');
    await settle();
    all[0]!.end();
    await expect(lost).rejects.toThrow('ended');
    const next = [keychain.getPassword('Ferry', 'a'), keychain.deletePassword('Ferry', 'b')];
    await settle();
    expect(all).toHaveLength(2);
    all[1]!.say({ id: 2, value: null });
    all[1]!.say({ id: 3, value: true });
    expect(await Promise.all(next)).toEqual([null, true]);
  });

  test.each([false, 'ends'] as const)('that has no library (%s) is of no use', async (how) => {
    const { all, start } = processes(() => how);
    await expect(callKeychain(start)).rejects.toThrow('can’t be loaded');
    expect(all[0]!.settled).toEqual([false]);
  });

  test.each([
    ['when it is called', true],
    ['when it is started', 'silent'],
  ] as const)(
    'that never answers %s counts as locked after a minute, and answers late',
    async (_when, how) => {
      const clock = new FakeClock();
      const { all, start } = processes(() => how);
      const keychain = createKeychain({ load: () => callKeychain(start), clock, platform: 'darwin' });
      const reading = keychain.read('a');
      await settle();
      await clock.advance(60_000);
      expect(await reading).toEqual({ is: 'locked' });
      if (how === 'silent') all[0]!.say({ loaded: true });
      await settle();
      for (const { id } of all[0]!.posted) all[0]!.say({ id, value: 'late' });
      await settle();
      const again = keychain.read('a');
      await settle();
      all[0]!.say({ id: all[0]!.posted.at(-1)!.id, value: 'canary' });
      expect(await again).toEqual({ is: 'ok', value: 'canary' });
    },
  );
});

test('the other end calls the library and tells its errors in its words', async () => {
  const said: unknown[] = [];
  const keytar = {
    getPassword: async () => 'canary',
    setPassword: async () => undefined,
    deletePassword: async () => Promise.reject(new Error('locked')),
  };
  const take = await serveKeychain(
    async () => keytar,
    (message) => void said.push(message),
  );
  take!({ id: 1, method: 'getPassword', args: ['Ferry', 'a'] });
  take!({ id: 2, method: 'setPassword', args: ['Ferry', 'a', 'b'] });
  take!({ id: 3, method: 'deletePassword', args: ['Ferry', 'a'] });
  await settle();
  expect(said).toEqual([
    { loaded: true },
    { id: 1, value: 'canary' },
    { id: 2, value: null },
    { id: 3, error: 'locked' },
  ]);
  expect(
    await serveKeychain(
      async () => Promise.reject(new Error('none')),
      () => undefined,
    ),
  ).toBeNull();
});

test('it gets no secret along in its environment', () => {
  const environment = { PATH: '/bin', FERRY_SECRET: 'canary', FERRY_PROXY_SECRET: 'canary', FERRY_DEMO: '1' };
  expect(withoutSecrets(environment)).toEqual({ PATH: '/bin', FERRY_DEMO: '1' });
});
