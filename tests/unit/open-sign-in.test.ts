import { expect, test } from 'vitest';
import { openSignIn } from '../../src-main/adapters/servers/oidc/open-sign-in.ts';
import { failureSaying } from '../fakes/saying.ts';

const { signal } = new AbortController();

/** A sign-in on another device with what a provider says of it. */
const onDevice = (said: { seconds?: number; address?: string; whole?: string | null }) =>
  openSignIn({
    signIn: { by: 'oidc', issuer: 'https://sso.example.com', clientId: 'ferry', scope: '' },
    way: 'device',
    ...{ signal, now: () => 0, thanks: () => '', accept: async () => 'run' as const },
    provider: {
      authorizeDevice: async () => ({
        ...{ code: 'ABCD', address: 'https://sso.example.com/device', whole: null, seconds: 600, ...said },
        finish: () => new Promise<never>(() => undefined),
      }),
    } as never,
  });

test.each([
  [1e12, 3_600_000],
  [1e300, 3_600_000],
  [600.000_5, 600_001],
  [0.000_1, 1],
])('a code that is said to hold for %d seconds holds for what makes sense', async (seconds, holds) => {
  expect((await onDevice({ seconds })).until).toBe(holds);
});

test.each([
  { address: 'javascript:alert(1)' },
  { address: 'file:///etc/passwd' },
  { address: 'http://sso.example.com/device' },
  { address: 'no address' },
  { whole: 'ms-settings:' },
])('a page for another device that is none (%j) is neither shown nor opened', async (said) => {
  await expect(onDevice(said)).rejects.toThrow(failureSaying(/doesn’t answer as a provider does/));
});
