/**
 * `npm run bench -- start`: how long Ferry takes from a cold start to a list that can be used, and how large it is, after
 * `npm run build`. `--runs 5`, `--history 100000`, `--quick` (a history of 1,000).
 */
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { budgets, sizesOf } from '../../scripts/budgets.ts';
import { chromiumOptions } from '../chromium.ts';
import { launchStandIn } from '../electron/launch.ts';
import { startFerryHost } from './host-process.ts';
import { runScript, terminalFile } from './programs.ts';
import { Figures } from './report.ts';
import { keepResult } from './results.ts';
import { fill } from './ui/app.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    history: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const history = Number(values.history ?? (values.quick ? 1_000 : 100_000));

const root = mkdtempSync(join(tmpdir(), 'ferry-start-'));
process.once('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
const folders = { empty: join(root, 'empty'), big: join(root, 'big') };
for (const folder of Object.values(folders)) mkdirSync(folder);
fill(folders.big, { history, queue: 500, moving: 0 });

const figures = new Figures();

/** A row of the list, or the buttons with which somebody begins where there is none. */
const useful = '[data-job], section.queue button';
/**
 * When the page had something to use, milliseconds after it began to load; when its program was read by then, and the
 * longest task on the way.
 */
const usable = `new Promise((resolve) => {
  let longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  }).observe({ type: 'longtask', buffered: true });
  const [loaded] = performance.getEntriesByType('navigation');
  // A task of its own after the drawing: tasks are told when they are over.
  const drawn = () => setTimeout(() => resolve({ at: drawnAt, read: loaded.domContentLoadedEventEnd, longest }), 100);
  let drawnAt = 0;
  const look = () => {
    if (document.querySelector('${useful}') === null) return setTimeout(look, 4);
    requestAnimationFrame((time) => { drawnAt = time; drawn(); });
  };
  look();
})`;
interface Usable {
  at: number;
  read: number;
  /** Zero where none took 50 ms. */
  longest: number;
}

async function runOnce(browser: Browser): Promise<void> {
  const environment = { FERRY_KEYCHAIN: 'off' };
  const node = await runScript(['--eval', '0'], environment);
  figures.note('Node alone, ms', node.took);
  figures.note('Node alone, MB', node.memory / 1e6);
  const help = await runScript([terminalFile, '--help'], environment);
  figures.note('ferry --help, ms', help.took);
  figures.note('ferry --help, MB', help.memory / 1e6);
  for (const [size, dataFolder] of Object.entries(folders)) {
    const list = await runScript([terminalFile, 'list', '--data-dir', dataFolder], environment);
    figures.note(`ferry list, ${size}, ms`, list.took);
    figures.note(`ferry list, ${size}, MB`, list.memory / 1e6);

    const began = performance.now();
    const host = await startFerryHost(dataFolder);
    const page = await browser.newPage();
    try {
      await page.goto(host.address);
      const { at, read, longest } = await page.evaluate<Usable>(usable);
      figures.note(`web host with its page, ${size}, ms`, performance.now() - began);
      figures.note(`page of the web host, ${size}: usable, ms`, at);
      figures.note(`page of the web host, ${size}: its program is read, ms`, read);
      figures.note(`page of the web host, ${size}: longest task, ms`, longest);
    } finally {
      await page.close();
      await host.end();
    }

    const start = performance.now();
    const home = mkdtempSync(join(root, 'home-'));
    const app = await launchStandIn({ browser, home, dataFolder });
    try {
      await (await app.window()).locator(useful).first().waitFor({ state: 'attached' });
      figures.note(`desktop on its stand-in, ${size}, ms`, performance.now() - start);
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

const goal = (what: string, name: string, most: number, unit: string, why: string) => {
  const figure = figures.median(name);
  const isMet = figure < most;
  return {
    ...{ what, goal: `under ${most} ${unit}`, figure: `${figure.toFixed(0)} ${unit}`, isMet },
    ...(!isMet && { why }),
  };
};
const pageGoals = (size: string) => {
  const name = `page of the web host, ${size}: `;
  const read = figures.median(`${name}its program is read, ms`).toFixed(0);
  return [
    goal(`A usable page, ${size}`, `${name}usable, ms`, 300, 'ms', `its program is read after ${read} ms`),
    goal(
      `The longest task until then, ${size}`,
      `${name}longest task, ms`,
      50,
      'ms',
      `of ${figures.median(`${name}usable, ms`).toFixed(0)} ms until the page can be used, on this machine`,
    ),
  ];
};
const alone = (unit: string): string =>
  `Node alone takes ${figures.median(`Node alone, ${unit}`).toFixed(0)} ${unit}`;
const sizes = sizesOf();
await keepResult({
  name: 'start',
  title: 'Start and size',
  about: [
    `From a cold start of the program (its files in the page cache) to a list that can be used, with an empty data folder and with 500 unfinished downloads and ${history} in the history. The browser runs already. Medians of ${runs} runs. A task under 50 ms counts as 0: browsers tell only of longer ones.`,
  ],
  command: 'npm run build && npm run bench -- start',
  tables: [
    { title: 'Starts', head: ['', 'median', 'least', 'most'], rows: figures.rows() },
    {
      title: 'Sizes',
      head: ['', 'KB', 'budget, KB'],
      rows: budgets.map(({ what, most }) => [what, kilobytes(sizes[what]!), kilobytes(most)]),
    },
  ],
  goals: [
    goal('ferry --help', 'ferry --help, ms', 200, 'ms', alone('ms')),
    goal('ferry --help, memory', 'ferry --help, MB', 70, 'MB', alone('MB')),
    ...pageGoals('empty'),
    ...pageGoals('big'),
    ...budgets.map(({ what, most, why }) => ({
      what,
      goal: `at most ${kilobytes(most)} KB`,
      figure: `${kilobytes(sizes[what]!)} KB`,
      isMet: sizes[what]! <= most,
      ...(sizes[what]! > most && { why }),
    })),
  ],
  pictures: [],
  changes: [
    'The first screen came in one script of 236 KB. Details, dialogs, settings, the history, menus, popovers and German come in scripts of their own while nothing happens, and zod not at all: the app has checked what it sends (`docs/adr/0011-a-screen-in-several-scripts.md`).',
    'The host answers a page’s first question before it looks at the next, and the first rows aren’t laid out twice: with a full list the page took 341 ms before that.',
    'The terminal’s text takes one byte a sign instead of two, and carries no comments: 1.85 MB became 1.71, and a small download peaks at 127 MB instead of 135.',
    'The desktop’s bundle carries no comments any more, and the updater is read when it is first used.',
  ],
});
process.exit(0);

function kilobytes(bytes: number): string {
  return (bytes / 1_000).toFixed(1);
}
