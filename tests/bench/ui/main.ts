/**
 * `npm run bench:ui`: how the screen bears 10,000 rows of history and 500 of the queue, of which 200 change ten times a
 * second, while somebody scrolls, chooses and searches; in the system's Chromium, on the app over its database. An empty
 * screen in the same run, with the same gestures, is what all is compared with. `--rounds 3`. Ends with 1 unless all
 * goals are met, with 2 when there is no Chromium.
 */
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildRenderer } from '../../../scripts/builds.ts';
import { machineFacts } from '../report.ts';
import { findChromium, versionOf } from './browser.ts';
import { goalsOf, reportOf } from './goals.ts';
import type { Visits } from './goals.ts';
import { visit } from './visit.ts';

const assets = fileURLToPath(new URL('../../../dist/renderer', import.meta.url));
const nothing = { history: 0, queue: 0, moving: 0 };
const much = { history: 10_000, queue: 500, moving: 200 };

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const rounds = Math.max(1, Number.parseInt(values.rounds, 10) || 1);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function bench(chromium: string): Promise<boolean> {
  await buildRenderer(() => say('Building the screen…'));
  say([...machineFacts(tmpdir()), `${versionOf(chromium)} without a window`].join('\n'));
  const visits: Visits = { empty: [], full: [] };
  for (let round = 1; round <= rounds; round += 1) {
    say(`Round ${round} of ${rounds}…`);
    visits.empty.push(await visit(chromium, assets, nothing));
    visits.full.push(await visit(chromium, assets, much));
  }
  say(
    `\n${much.history} rows of history, ${much.queue} in the queue, ${much.moving} of them changing ten times a second:`,
  );
  say(reportOf(visits).join('\n'));
  say('');
  const goals = goalsOf(visits);
  for (const { text, outcome } of goals) say(`${outcome.toUpperCase().padEnd(9)}  ${text}`);
  return goals.every(({ outcome }) => outcome === 'met');
}

const chromium = findChromium();
if (chromium === null) {
  say('MISSING: no Chromium in the PATH or in /usr/bin, so nothing was measured.');
  say('On Debian: apt-get install chromium');
  process.exitCode = 2;
} else if (!(await bench(chromium))) process.exitCode = 1;
