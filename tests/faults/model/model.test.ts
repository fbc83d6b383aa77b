import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startRawAlfresco } from '../raw-alfresco.ts';
import { anyCase } from './case.ts';
import { runCase } from './run-case.ts';
import { ModelServer } from './server.ts';

const cases = Number(process.env['FERRY_CASES'] ?? 300);

test(
  `a file that has its final name is whole and right, whatever was cut, answered, killed or unplugged (${cases} cases)`,
  { timeout: 600_000 },
  async () => {
    const seed = Number(process.env['FERRY_SEED'] ?? Date.now() % 2 ** 31);
    // Whoever finds a failure needs it: FERRY_SEED brings the same cases again.
    process.stdout.write(`model: seed ${seed}\n`);
    const alfresco = await startRawAlfresco();
    const server = new ModelServer(alfresco);
    let kills = 0;
    await fc.assert(
      fc.asyncProperty(anyCase, async (wanted) => {
        const outcome = await runCase(wanted, alfresco, server);
        kills += outcome.kills;
      }),
      { seed, numRuns: cases },
    );
    expect(kills).toBeGreaterThan(cases / 4);
  },
);
