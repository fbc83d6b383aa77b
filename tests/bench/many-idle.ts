/**
 * `npm run bench -- many`: what Ferry takes while nobody does anything, and while much changes, with 500 live rows and a long
 * history: memory of host and page, bytes over the contract, processor shown and hidden; an hour idle and an hour waiting are
 * counted by a fake clock. `--history 100000`, `--seconds 30`, `--runs 5`, `--quick` (1,000, 6 s). What thousands in the queue cost: bench:many.
 */
import { readFileSync } from 'node:fs';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromiumOptions } from '../chromium.ts';
import { startFerryHost } from './host-process.ts';
import { hourOf } from './idle-hour.ts';
import { shareOfMemory } from './programs.ts';
import { Figures } from './report.ts';
import { keepResult } from './results.ts';
import { fill, startMeasuredApp } from './ui/app.ts';
import { findChromium, metricsOf, openBrowser, pageProcess } from './ui/browser.ts';
import { isThere, showHistory } from './ui/screen.ts';

const { values } = parseArgs({
  options: {
    history: { type: 'string' },
    seconds: { type: 'string' },
    runs: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
  },
});
const history = Number(values.history ?? (values.quick ? 1_000 : 100_000));
const seconds = Number(values.seconds ?? (values.quick ? 6 : 30));
const runs = Number(values.runs);
const assets = fileURLToPath(new URL('../../dist/renderer', import.meta.url));
const load = { history, queue: 500, moving: 200 };

const root = mkdtempSync(join(tmpdir(), 'ferry-idle-'));
process.once('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
const dataFolder = join(root, 'data');
mkdirSync(dataFolder);
fill(dataFolder, load);
const chromium = findChromium() ?? (await chromiumOptions()).executablePath;
if (chromium === undefined) throw new Error('There is no Chromium here.');

const figures = new Figures();
const emptyFolder = join(root, 'empty');
mkdirSync(emptyFolder);
/** Bytes that a process has given the system to write (proc(5), io). */
const written = (processId: number): number =>
  Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${processId}/io`, 'utf8'))![1]);

/** What host and page take where there is nothing in the list. */
async function empty(): Promise<void> {
  const host = await startFerryHost(emptyFolder);
  const browser = await openBrowser(chromium!);
  try {
    await browser.page.goto(host.address);
    await isThere(browser.page, false);
    const page = await pageProcess(browser);
    await sleep(5_000);
    figures.note('host of an empty list, MB', shareOfMemory(host.processId) / 1e6);
    figures.note('page of an empty list, MB', shareOfMemory(page) / 1e6);
  } finally {
    await browser.close();
    await host.end();
  }
}

/** The host as people start it, and its page: memory, and what both do while nothing happens. */
async function idle(): Promise<void> {
  const host = await startFerryHost(dataFolder);
  const browser = await openBrowser(chromium!);
  try {
    await browser.page.goto(host.address);
    await isThere(browser.page, true);
    const page = await pageProcess(browser);
    await sleep(5_000);
    const before = written(host.processId);
    await sleep(seconds * 1_000);
    figures.note('written to the disk while idle, bytes', written(host.processId) - before);
    figures.note('host, MB', shareOfMemory(host.processId) / 1e6);
    figures.note('page, MB', shareOfMemory(page) / 1e6);
    await showHistory(browser.page, true);
    await sleep(2_000);
    figures.note('page with the history, MB', shareOfMemory(page) / 1e6);
    figures.note('host with the history, MB', shareOfMemory(host.processId) / 1e6);
  } finally {
    await browser.close();
    await host.end();
  }
}

/** Two hundred rows change ten times a second. */
async function moving(run: number): Promise<void> {
  const folder = join(root, `moving-${run}`);
  mkdirSync(folder);
  const app = await startMeasuredApp(folder, assets, { ...load, history: 1_000 });
  const browser = await openBrowser(chromium!);
  try {
    let bytes = 0;
    await browser.protocol.send('Network.enable');
    browser.protocol.on(
      'Network.webSocketFrameReceived',
      ({ response }) => (bytes += response.payloadData.length),
    );
    await browser.page.goto(app.address);
    await isThere(browser.page, true);
    app.move(true);
    await sleep(2_000);
    const work = async (): Promise<number> =>
      ((await metricsOf(browser)).get('TaskDuration') ?? 0) / (seconds / 3);
    const look = async (name: string): Promise<void> => {
      const before = { bytes, work: await work() };
      await sleep((seconds / 3) * 1_000);
      figures.note(`contract, ${name}, KB/s`, (bytes - before.bytes) / (seconds / 3) / 1e3);
      figures.note(`page’s main thread, ${name}, %`, ((await work()) - before.work) * 100);
    };
    await look('shown');
    const other = await browser.context.newPage();
    await other.bringToFront();
    await sleep(1_000);
    await look('hidden');
  } finally {
    await browser.close();
    await app.close();
  }
}

for (let run = 1; run <= runs; run += 1) {
  await empty();
  await idle();
  await moving(run);
  process.stderr.write(`run ${run}/${runs}\n`);
}
const hours = { idle: await hourOf(false), waiting: await hourOf(true) };
const of = (name: string): number => figures.median(name);
const memoryGoal = (what: string, name: string, most: number, empty: string) => ({
  what,
  goal: `under ${most} MB (PSS)`,
  figure: `${of(name).toFixed(0)} MB`,
  isMet: of(name) < most,
  ...(of(name) >= most && { why: `with an empty list it is ${of(empty).toFixed(0)} MB` }),
});
await keepResult({
  name: 'many',
  title: 'Many and idle',
  about: [
    `500 unfinished downloads and ${history} in the history, in the browser host. Memory is the proportional share (PSS) five seconds after the list is there; idle is watched for ${seconds} s. For the moving rows 200 of 500 change ten times a second. The two hours pass by a fake clock over the whole core, with 200 paused downloads, and for the second one thing that a server prepares all the time.`,
  ],
  command: 'npm run build && npm run bench -- many',
  tables: [
    {
      title: 'Memory and work',
      head: ['', 'median', 'least', 'most'],
      rows: figures.rows(),
    },
    {
      title: 'An hour',
      head: ['', 'writes', 'requests'],
      rows: Object.entries(hours).map(([name, hour]) => [name, `${hour.writes}`, `${hour.requests}`]),
    },
  ],
  goals: [
    memoryGoal('Host', 'host, MB', 120, 'host of an empty list, MB'),
    memoryGoal('Page', 'page, MB', 120, 'page of an empty list, MB'),
    memoryGoal('Page with the history open', 'page with the history, MB', 150, 'page of an empty list, MB'),
    {
      what: 'An hour idle',
      goal: '0 writes, 0 requests',
      figure: `${hours.idle.writes} writes, ${hours.idle.requests} requests`,
      isMet: hours.idle.writes + hours.idle.requests === 0,
    },
    {
      what: 'Written to the disk while idle',
      goal: '0 bytes',
      figure: `${of('written to the disk while idle, bytes')} bytes`,
      isMet: of('written to the disk while idle, bytes') === 0,
      ...(of('written to the disk while idle, bytes') > 0 && {
        why: `within ${seconds} s, five seconds after the start`,
      }),
    },
  ],
  pictures: [],
  changes: [
    'What few downloads need is loaded for those (words of e-mail in file names, a company’s sign-in, the trash, reading a backup): the host took 166 MB before that.',
    'Node keeps what it compiled (`scripts/compile-cache.js`), so that later starts need no reader of TypeScript, and the space for young objects stays small: an empty host took 144 MB before that, and one with a full list 160. Node alone, which only waits, takes 43; what is left above the goal is the program itself and the rows as they were sent last.',
    'The page has no schemas any more, and so no zod: it took 142 to 157 MB with one script for all.',
  ],
});
process.exit(0);
