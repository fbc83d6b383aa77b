import { expect, test } from 'vitest';
import { seededRandom } from '../fakes/seeded-random.ts';
import { killAtRandom } from './random-kills.ts';
import { startRawAlfresco } from './raw-alfresco.ts';

/** `npm run soak` kills it 300 times. */
const kills = 10;

test(
  `57 the real program, killed ${kills} times at random, brings only right files and fetches at most a checkpoint again`,
  { timeout: 600_000 },
  async () => {
    const seed = Number(process.env['FERRY_SEED'] ?? Date.now() % 2 ** 31);
    process.stdout.write(`random kills: seed ${seed}\n`);
    const report = await killAtRandom(await startRawAlfresco(), kills, seededRandom(seed));
    expect(report.kills).toBeGreaterThanOrEqual(kills);
    expect(report.downloads).toBeGreaterThan(0);
  },
);
