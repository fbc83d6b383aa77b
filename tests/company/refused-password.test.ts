import { expect, test } from 'vitest';
import { createKeychainSecrets } from '../../src-main/adapters/secrets-keytar.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { FakeKeychain } from '../fakes/fake-keychain.ts';
import { createWorld } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

const key = { connectionId: 'c1', origin: 'https://records.example.com' };
const probes = ({ server }: World): number => server.calls.filter(({ method }) => method === 'probe').length;
const states = async ({ app }: World): Promise<string[]> =>
  (await app.handlers['connections.list']({})).connections.map(({ state }) => state.is);

test('11 a kept password that the server refused is not sent again at the next start, only when somebody says so', async () => {
  const keychain = new FakeKeychain();
  const secrets = createKeychainSecrets({ load: keychain.load, platform: 'linux' });
  await secrets.write(key, 'canary');
  const world = await createWorld({ secrets });
  world.server.always('probe', new FailedError({ kind: 'sign-in-refused', status: 401 }));
  for (let index = 0; index < 20; index += 1) await world.ask(`node-${index}`);
  await expect.poll(() => states(world)).toEqual(['needsSignIn']);
  expect(probes(world)).toBe(1);
  const next = await world.restart();
  await next.ask('another');
  await next.clock.advance(24 * 3_600_000);
  expect(await states(next)).toEqual(['needsSignIn']);
  expect(probes(next)).toBe(1);
  await expect(async () => next.app.handlers['connections.test']({ id: 'c1' })).rejects.toThrow();
  expect(probes(next)).toBe(2);
  next.server.always('probe', null);
  await next.app.handlers['connections.setSecret']({ id: 'c1', secret: 'right' });
  await expect.poll(() => states(next)).toEqual(['ok']);
  const last = await next.restart();
  await expect.poll(() => states(last)).toEqual(['ok']);
});
