import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { seededRandom } from '../fakes/seeded-random.ts';
import { lanes, playRound } from './model/rounds.ts';
import { killAtRandom } from './random-kills.ts';
import { startRawAlfresco } from './raw-alfresco.ts';

/*
 * As long as somebody lets it run: `npm run soak -- --minutes N`. Everything is written to docs/soak.txt, round by round;
 * the seed of a round brings the same round again (FERRY_SEED).
 */

const minutes = Number(process.env['FERRY_SOAK_MINUTES'] ?? 1);
const casesInARound = 400;
const kills = 300;

const path = fileURLToPath(new URL('../../docs/soak.txt', import.meta.url));
const lines: string[] = [];
function tell(line: string): void {
  lines.push(line);
  process.stdout.write(`${line}\n`);
  writeFileSync(path, `${lines.join('\n')}\n`);
}

test(
  'nothing wrong is ever saved, for as long as it is tried',
  { timeout: (minutes + 60) * 60_000 },
  async () => {
    mkdirSync(fileURLToPath(new URL('../../docs', import.meta.url)), { recursive: true });
    const end = performance.now() + minutes * 60_000;
    const sum = { cases: 0, kills: 0, requests: 0, saved: 0 };
    let seed = Number(process.env['FERRY_SEED'] ?? Date.now() % 2 ** 31);
    tell(`Soak of ${minutes} min with Node ${process.versions.node}. Each line is a round that ended well.`);
    do {
      const round = await playRound(seed, casesInARound);
      sum.cases += casesInARound;
      sum.kills += round.kills;
      sum.requests += round.requests;
      sum.saved += round.saved;
      tell(
        `seed ${seed}: ${casesInARound} cases, ${round.kills} ends of the program, ${round.requests} requests`,
      );
      seed = (seed + lanes) % 2 ** 31;
    } while (performance.now() < end);
    const report = await killAtRandom(await startRawAlfresco(), kills, seededRandom(seed));
    tell(
      `seed ${seed}: ${report.kills} kills of the real program over ${report.downloads} downloads of 100 MiB, ` +
        `at most ${(report.mostRefetched / 2 ** 20).toFixed(1)} MiB sent again after one`,
    );
    tell(
      `In all ${sum.cases} cases, ${sum.kills} ends of the program, ${sum.requests} requests, ` +
        `${(sum.saved / 1e9).toFixed(2)} GB saved: 0 wrong files, 0 lost downloads.`,
    );
    expect(report.kills).toBeGreaterThanOrEqual(kills);
  },
);
