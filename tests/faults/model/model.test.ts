import { expect, test } from 'vitest';
import { playRound } from './rounds.ts';

const cases = Number(process.env['FERRY_CASES'] ?? 300);

test(
  `a file that has its final name is whole and right, whatever was cut, answered, killed or unplugged (${cases} cases)`,
  { timeout: 600_000 },
  async () => {
    const seed = Number(process.env['FERRY_SEED'] ?? Date.now() % 2 ** 31);
    // Whoever finds a failure needs it: FERRY_SEED brings the same cases again.
    process.stdout.write(`model: seed ${seed}\n`);
    const { kills } = await playRound(seed, cases);
    expect(kills).toBeGreaterThan(cases / 4);
  },
);
