import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { everything } from '../../../src-shared/history/history.ts';
import type { HistoryFilter } from '../../../src-shared/history/history.ts';
import type { CallInput } from '../../../src-shared/contract.ts';
import { mainThreadTimes, openBrowser, pageProcess } from '../ui/browser.ts';
import { answerTime, expectAnswer, installProbe } from '../ui/probe.ts';
import { clearSearch, isThere, row, showHistory, typeSearch } from '../ui/screen.ts';
import { openMeasuredApp } from '../ui/app.ts';
import type { Load, MeasuredApp } from '../ui/app.ts';
import { insideName, pastName } from './made-up.ts';

/** Milliseconds of each try, by what was done. */
export interface Times {
  /** From opening the data folder to its newest rows. */
  start: number[];
  page: number[];
  search: number[];
  filter: number[];
  plots: number[];
  /** All of it as CSV, by the terminal. */
  export: number[];
}

/** What the app showed over one history. */
export interface Figures extends Times {
  /** How long the first look took, for which the index is made. Milliseconds. */
  index: number;
  /** How late the app's main thread came to its work while it was asked, milliseconds: the value under which 99 % are. */
  delay: number;
  /** What the app's main thread waited for a processor that others had, for each second that it ran. */
  waited: number;
  screen: ScreenFigures;
}

/** What the page showed, with a busy queue beside. */
export interface ScreenFigures {
  /** Milliseconds from the last key to its rows on the screen. */
  search: number[];
  /** Proportional set size of the page's process in bytes, with the history open, five seconds after the last search. */
  memory: number;
  /** The same right after it, with all that nobody has tidied up yet. */
  peak: number;
  /** The same of an empty page in this browser. */
  emptyMemory: number;
}

const tries = 30;
const starts = 5;
const cli = fileURLToPath(new URL('../../../src-main/hosts/cli/main.ts', import.meta.url));

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function timesOf(count: number, work: (index: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) times.push(await timed(() => work(index)));
  return times;
}

const query = (
  { app }: MeasuredApp,
  wanted: Partial<CallInput<'history.query'>>,
): Promise<{ total: number }> =>
  Promise.resolve(
    app.handlers['history.query']({
      ...{ text: '', offset: 0, limit: 100, sort: null, without: [], filter: everything },
      ...wanted,
    } as never),
  );

/** Words as people look for them: names of downloads, parts of names in zips, servers; each another one. */
const searchFor = (index: number, entries: number): string => {
  const place = (index * 7919) % entries;
  const zip = place - (place % 5);
  return [pastName(place), insideName(zip, 0).slice(0, 40), `plan ${1000 + index * 37}`, 'library tender'][
    index % 4
  ]!;
};

const filters: Partial<HistoryFilter>[] = [
  { ends: ['saved'] },
  { servers: ['connection-2'] },
  { types: ['pdf'] },
  { smallest: 1e6, largest: 1e9 },
  { setbacks: ['cut'] },
  { shortest: 300_000 },
];
/** Each try another one: what was asked before is kept. */
const filterFor = (index: number): HistoryFilter => ({
  ...everything,
  ...filters[index % filters.length],
  to: 1_790_000_000_000 - index * 86_400_000,
});

/** Runs the terminal's export and resolves with how long it took and how much it wrote. */
function exported(dataFolder: string): Promise<void> {
  const child = spawn(process.execPath, [cli, 'history', '--format', 'csv', '--data-dir', dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let lines = 0;
  child.stdout.on('data', (chunk: Buffer) => (lines += chunk.length));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 && lines > 0 ? resolve() : reject(new Error(`The export ended with ${code}.`)),
    );
  });
}

/** PSS of proc_pid_smaps(5), in bytes: what is shared with others counts in part. */
function proportionalMemory(processId: number): number {
  const text = readFileSync(`/proc/${processId}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1]) * 1024;
}

async function measureScreen(chromium: string, app: MeasuredApp, entries: number): Promise<ScreenFigures> {
  const browser = await openBrowser(chromium);
  try {
    const { page } = browser;
    const emptyMemory = proportionalMemory(await pageProcess(browser));
    await installProbe(page);
    app.move(true);
    await page.goto(app.address);
    await isThere(page, true);
    await showHistory(page, true);
    await page.mouse.move(560, 620);
    for (let turn = 0; turn < 60; turn += 1) {
      await page.mouse.wheel(0, 400);
      await page.waitForTimeout(16);
    }
    const search: number[] = [];
    for (let index = 0; index < 12; index += 1) {
      // A zip, whose whole name is inside none.
      const name = `${pastName(Math.floor(entries / 10) * 5 + index * 5)}.zip`;
      await typeSearch(page, name.slice(0, -1));
      await page.waitForTimeout(600);
      await expectAnswer(page, row, name);
      await page.keyboard.press(name.slice(-1));
      search.push(await answerTime(page));
      await clearSearch(page);
      await page.waitForTimeout(300);
    }
    const peak = proportionalMemory(await pageProcess(browser));
    await page.waitForTimeout(5_000);
    const memory = proportionalMemory(await pageProcess(browser));
    return { search, memory, peak, emptyMemory };
  } finally {
    app.move(false);
    await browser.close();
  }
}

/** Measures everything over a data folder that is filled; its index is made first. */
export async function measure(
  dataFolder: string,
  tools: { assets: string; chromium: string },
  load: Load,
): Promise<Figures> {
  const open = (): Promise<MeasuredApp> => openMeasuredApp(dataFolder, tools.assets, load);
  const first = await open();
  const index = await timed(() => query(first, {}));
  await first.close();

  const start: number[] = [];
  for (let round = 0; round < starts; round += 1) {
    const begun = performance.now();
    const app = await open();
    await query(app, {});
    start.push(performance.now() - begun);
    await app.close();
  }

  const app = await open();
  try {
    await query(app, {});
    const begun = mainThreadTimes(process.pid);
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    const { history: entries } = load;
    const page = await timesOf(tries, (at) => query(app, { offset: (at * 7919) % entries }));
    const search = await timesOf(tries, (at) => query(app, { text: searchFor(at, entries) }));
    const filter = await timesOf(tries, (at) => query(app, { filter: filterFor(at) }));
    const plots = await timesOf(tries, (at) =>
      Promise.resolve(
        app.app.handlers['history.plots']({ text: '', without: [], filter: filterFor(at + tries) }),
      ),
    );
    delays.disable();
    const ended = mainThreadTimes(process.pid);
    const waited = (ended.waited - begun.waited) / (ended.ran - begun.ran);
    const screen = await measureScreen(tools.chromium, app, entries);
    const times = await timesOf(2, () => exported(dataFolder));
    const delay = Math.max(0, delays.percentile(99) / 1e6 - 1);
    return { start, page, search, filter, plots, export: times, index, delay, waited, screen };
  } finally {
    await app.close();
  }
}
