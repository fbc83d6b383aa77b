/**
 * `npm run bench:history`: made-up histories of 1,000, 10,000 and 100,000 downloads, each with 1,000,000 names inside its
 * zips, and a busy queue beside: how long a start, a page, a search, a filter, the plots and an export take, what the
 * page's process holds, and how late the app's main thread is meanwhile. `--sizes 1000,10000` measures some of them.
 * Ends with 1 unless the largest history meets all goals; on a busy machine those of time are not shown, as a quiet one
 * would meet them sooner.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildRenderer } from '../../../scripts/builds.ts';
import { chromiumOptions } from '../../chromium.ts';
import { machineFacts, percentile, table } from '../report.ts';
import { findChromium, versionOf } from '../ui/browser.ts';
import type { Outcome } from '../ui/goals.ts';
import { makeHistory } from './made-up.ts';
import { measure } from './measures.ts';
import type { Figures, Times } from './measures.ts';

const assets = fileURLToPath(new URL('../../../dist/renderer', import.meta.url));
const names = 1_000_000;
const queue = { queue: 500, moving: 200 };
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const MB = 1_000_000;

const { values } = parseArgs({ options: { sizes: { type: 'string', default: '1000,10000,100000' } } });
const sizes = values.sizes.split(',').map(Number);

async function measured(size: number, chromium: string): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-bench-history-'));
  const load = { ...queue, history: size };
  try {
    const dataFolder = join(folder, 'data');
    makeHistory(dataFolder, load, names);
    return await measure(dataFolder, { assets, chromium }, load);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const labels: Record<keyof Times, string> = {
  start: 'start, to the newest rows',
  page: 'a page of 100 rows',
  search: 'search',
  filter: 'filter',
  plots: 'plots',
  export: 'export of all as CSV',
};

function reportOf(size: number, figures: Figures): string {
  const line = (label: string, times: number[]): string[] => [
    label,
    percentile(times, 0.5).toFixed(1),
    percentile(times, 0.95).toFixed(1),
  ];
  const { screen, delay, index, waited } = figures;
  return [
    `\n${size.toLocaleString('en')} downloads:`,
    table([
      ['milliseconds', 'p50', 'p95'],
      ...Object.entries(labels).map(([name, label]) => line(label, figures[name as keyof Times])),
      line('search on the screen, with its debounce', screen.search),
    ]),
    `  the index was made in ${(index / 1000).toFixed(1)} s, once`,
    `  main thread late by ${delay.toFixed(1)} ms (p99); the page's process ${(screen.memory / MB).toFixed(0)} MB (PSS) with the queue moving beside, ${(screen.peak / MB).toFixed(0)} right after twelve searches, an empty page's ${(screen.emptyMemory / MB).toFixed(0)} MB`,
    ...(waited < busyFrom
      ? []
      : [
          `  THIS MACHINE WAS BUSY: for each second that it ran, Ferry waited ${waited.toFixed(1)} s for a processor.`,
        ]),
  ].join('\n');
}

/** Seconds that the app waited for a processor for each second that it ran, from which on times say little. */
const busyFrom = 0.1;

/** What was promised of the largest history, and whether it is kept. */
function goalsOf({ start, search, delay, waited, screen }: Figures): { text: string; outcome: Outcome }[] {
  const timed = (isMet: boolean): Outcome => (isMet ? 'met' : waited >= busyFrom ? 'not shown' : 'missed');
  const worstStart = percentile(start, 0.95);
  const slowSearch = percentile(search, 0.95);
  return [
    { text: `usable in under 1 s: ${worstStart.toFixed(0)} ms`, outcome: timed(worstStart < 1000) },
    { text: `search under 100 ms (p95): ${slowSearch.toFixed(0)} ms`, outcome: timed(slowSearch < 100) },
    { text: `main thread late by under 20 ms (p99): ${delay.toFixed(1)} ms`, outcome: timed(delay < 20) },
    {
      text: `page under 150 MB: ${(screen.memory / MB).toFixed(0)} MB (${(screen.peak / MB).toFixed(0)} right after twelve searches)`,
      outcome: screen.memory < 150 * MB ? 'met' : 'missed',
    },
  ];
}

const chromium = findChromium() ?? (await chromiumOptions()).executablePath;
if (chromium === undefined) throw new Error('There is no Chromium.');
await buildRenderer(() => say('Building the screen…'));
say([...machineFacts(tmpdir()), versionOf(chromium)].join('\n'));
say(
  `${names.toLocaleString('en')} names inside zips; ${queue.queue} downloads in the queue, ${queue.moving} of them changing ten times a second`,
);
let largest: Figures | null = null;
for (const size of sizes) {
  largest = await measured(size, chromium);
  say(reportOf(size, largest));
}
say('\nGoals, of the last one:');
const goals = largest ? goalsOf(largest) : [];
for (const { text, outcome } of goals) say(`${outcome.toUpperCase().padEnd(9)}  ${text}`);
if (!goals.every(({ outcome }) => outcome === 'met')) process.exitCode = 1;
