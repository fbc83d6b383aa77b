/**
 * `npm run bench -- start`: how long Ferry takes from a cold start to a list that can be used, and how large it is, after
 * `npm run build`. `--runs 5`, `--history 100000`.
 */
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { firstScreenBytes, firstScreenGoal } from '../../scripts/first-screen.ts';
import { chromiumOptions } from '../chromium.ts';
import { launchStandIn } from '../electron/launch.ts';
import { startFerryHost } from './host-process.ts';
import { runScript } from './programs.ts';
import { median } from './report.ts';
import { keepResult } from './results.ts';
import { fill } from './ui/app.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, history: { type: 'string', default: '100000' } },
});
const runs = Number(values.runs);
const history = Number(values.history);

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const terminal = at('dist/cli/ferry.mjs');

const root = mkdtempSync(join(tmpdir(), 'ferry-start-'));
process.once('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
const folders = { empty: join(root, 'empty'), big: join(root, 'big') };
for (const folder of Object.values(folders)) mkdirSync(folder);
fill(folders.big, { history, queue: 500, moving: 0 });

const figures = new Map<string, number[]>();
const note = (name: string, figure: number): void =>
  void figures.set(name, [...(figures.get(name) ?? []), figure]);

const isUsable = 'document.querySelector("[role=row][data-job], .first-run, [role=grid]") !== null';
/** When the page has something to use, milliseconds after it began to load. */
const usableAt = `new Promise((resolve) => {
  const look = () => (${isUsable}) ? requestAnimationFrame(() => resolve(performance.now())) : setTimeout(look, 4);
  look();
})`;

async function runOnce(browser: Browser): Promise<void> {
  const environment = { FERRY_KEYCHAIN: 'off' };
  const help = await runScript([terminal, '--help'], environment);
  note('ferry --help, ms', help.took);
  note('ferry --help, MB', help.memory / 1e6);
  for (const [size, dataFolder] of Object.entries(folders)) {
    const list = await runScript([terminal, 'list', '--data-dir', dataFolder], environment);
    note(`ferry list, ${size}, ms`, list.took);
    note(`ferry list, ${size}, MB`, list.memory / 1e6);

    const began = performance.now();
    const host = await startFerryHost(dataFolder);
    const page = await browser.newPage();
    try {
      await page.goto(host.address);
      note(`page of the web host, ${size}, ms`, await page.evaluate<number>(usableAt));
      note(`web host with its page, ${size}, ms`, performance.now() - began);
    } finally {
      await page.close();
      await host.end();
    }

    const start = performance.now();
    const home = mkdtempSync(join(root, 'home-'));
    const app = await launchStandIn({ browser, home, dataFolder });
    try {
      await (await app.window()).waitForFunction(isUsable);
      note(`desktop on its stand-in, ${size}, ms`, performance.now() - start);
    } finally {
      await app.close();
    }
  }
}

const browser = await chromium.launch(await chromiumOptions());
for (let run = 1; run <= runs; run += 1) {
  await runOnce(browser);
  process.stderr.write(`run ${run}/${runs}\n`);
}
await browser.close();

const firstScreen = firstScreenBytes(at('dist/renderer'));
const of = (name: string): number => median(figures.get(name)!);
const goal = (what: string, name: string, most: number, unit: string, why: string) => ({
  what,
  goal: `under ${most} ${unit}`,
  figure: `${of(name).toFixed(0)} ${unit}`,
  isMet: of(name) < most,
  ...(of(name) >= most && { why }),
});
await keepResult({
  name: 'start',
  title: 'Start and size',
  about: [
    `From a cold start of the program (its files in the page cache) to a list that can be used, with an empty data folder and with 500 unfinished downloads and ${history} in the history. The browser runs already. Medians of ${runs} runs.`,
  ],
  command: 'npm run build && npm run bench -- start',
  tables: [
    {
      title: 'Starts',
      head: ['', 'median', 'least', 'most'],
      rows: [...figures].map(([name, all]) =>
        [name, median(all), Math.min(...all), Math.max(...all)].map((one) =>
          typeof one === 'string' ? one : one.toFixed(0),
        ),
      ),
    },
  ],
  goals: [
    goal('ferry --help', 'ferry --help, ms', 200, 'ms', 'Node’s own start is most of it'),
    goal('ferry --help, memory', 'ferry --help, MB', 70, 'MB', 'Node’s own start is most of it'),
    goal(
      'A usable page, empty',
      'page of the web host, empty, ms',
      300,
      'ms',
      'reading the program is most of it',
    ),
    goal('A usable page, big', 'page of the web host, big, ms', 300, 'ms', 'reading the list and drawing it'),
    {
      what: 'What the first screen needs, compressed',
      goal: `under ${firstScreenGoal / 1_000} KB`,
      figure: `${(firstScreen / 1_000).toFixed(1)} KB`,
      isMet: firstScreen < firstScreenGoal,
      ...(firstScreen >= firstScreenGoal && {
        why: 'dialogs, settings and both languages come along at once; menus and popovers (bits-ui, floating-ui), zod and i18next are a third of it',
      }),
    },
  ],
  pictures: [],
  changes: [
    'The desktop’s bundle carries no comments any more, and the updater is read when it is first used.',
  ],
});
process.exit(0);
