import { expect, test } from 'vitest';
import { canCutPower } from '../fakes/block-volume.ts';
import { seededRandom } from '../fakes/seeded-random.ts';
import { stormOnWebHost, zipsAreWhole } from './web-host-storm.ts';

/* `npm run soak`: the web host in use, ended so many times by a kill, and so many by a power cut. */

const seed = Number(process.env['FERRY_SEED'] ?? Date.now() % 2 ** 31);
const hours = 3 * 3_600_000;

test.each([
  ['kill', 300],
  ['power cut', 100],
] as const)('web host, %s: nothing is lost, wrong or left behind', { timeout: hours }, async (by, ends) => {
  if (by === 'power cut' && !canCutPower()) {
    process.stdout.write('No power is cut: root on Linux alone may make a volume.\n');
    return;
  }
  const report = await stormOnWebHost(by, ends, seededRandom(seed));
  await zipsAreWhole();
  process.stdout.write(
    `web host, seed ${seed}: ${report.ends} times by ${by}; ${report.asked} downloads asked for, ${report.saved} saved: ` +
      `0 lost, 0 wrong, 0 unfinished files and 0 known preparations left behind; ${report.unanswered} preparations ` +
      'whose answer was never read\n',
  );
  expect(report.ends).toBe(ends);
});
