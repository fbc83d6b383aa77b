import { expect, test } from 'vitest';
import { canCutPower } from '../fakes/block-volume.ts';
import { seededRandom } from '../fakes/seeded-random.ts';
import { stormOnWebHost, zipsAreWhole } from './web-host-storm.ts';

const seed = Number(process.env['FERRY_SEED'] ?? Date.now() % 2 ** 31);

test('57 the real web host, killed at random while it is used: nothing is lost, wrong or left behind', async () => {
  process.stdout.write(`web host storm: seed ${seed}\n`);
  const report = await stormOnWebHost('kill', 3, seededRandom(seed));
  await zipsAreWhole();
  expect(report.ends).toBe(3);
});

test.skipIf(!canCutPower())(
  '58 the power cut under the real web host: nothing that it told to be saved is lost, and nothing is wrong (skipped where this user may not make a volume: root on Linux alone may)',
  async () => {
    const report = await stormOnWebHost('power cut', 2, seededRandom(seed));
    await zipsAreWhole();
    expect(report.ends).toBe(2);
  },
);
