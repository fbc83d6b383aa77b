import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMeasuredApp } from './app.ts';
import type { Load } from './app.ts';
import { mainThreadTimes, metricsOf, openBrowser, pageProcess, privateMemory } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { measureHidden } from './hidden.ts';
import type { HiddenFigures } from './hidden.ts';
import { installProbe, takeFrames, takeLongTasks, watchFrames } from './probe.ts';
import { longestWorkDuring } from './tasks.ts';
import { isThere, showHistory, showQueue, useList } from './screen.ts';
import { measureSearches } from './searches.ts';
import type { SearchFigures } from './searches.ts';

/** What one visit to the screen showed. Times in milliseconds, memory in bytes. */
export interface Figures {
  /** Long tasks until the list was there, and from then on. */
  loading: number[];
  longTasks: number[];
  /** Processor time of the longest task after the list was there. */
  longestWork: number;
  /** Frames that were due, and those of them that weren't drawn. */
  frames: number;
  dropped: number;
  /** The most private memory that the page's process had. */
  memory: number;
  /** Of its scripts, after a collection. */
  heap: number;
  elements: number;
  /** The part of the time that the page's main thread worked, 0 to 1. */
  busy: number;
  /** What the main thread waited for a processor that others had, for each second that it ran. */
  waited: number;
  hidden: HiddenFigures;
  searches: SearchFigures | null;
}

/** 60 a second. */
const frameTime = 1000 / 60;

/** How many frames were due between the first and the last timestamp, and how many were left out. */
export function countFrames(timestamps: number[]): { frames: number; dropped: number } {
  let frames = 0;
  let dropped = 0;
  timestamps.slice(1).forEach((at, index) => {
    const due = Math.max(1, Math.round((at - (timestamps[index] ?? at)) / frameTime));
    frames += due;
    dropped += due - 1;
  });
  return { frames, dropped };
}

/** Looks at a process's memory now and then while something is done, and says what was the most. */
async function mostMemoryDuring(processId: number, work: () => Promise<void>): Promise<number> {
  let most = privateMemory(processId);
  const timer = setInterval(() => (most = Math.max(most, privateMemory(processId))), 250);
  await work().finally(() => clearInterval(timer));
  return most;
}

/** What the page's main thread has done so far, and when that was. */
async function workOf(
  browser: OpenBrowser,
  processId: number,
): Promise<{ at: number; task: number; ran: number; waited: number }> {
  const task = (await metricsOf(browser)).get('TaskDuration') ?? 0;
  return { at: performance.now(), task, ...mainThreadTimes(processId) };
}

async function visitWith(browser: OpenBrowser, folder: string, assets: string, load: Load): Promise<Figures> {
  const { page, protocol } = browser;
  const app = await startMeasuredApp(folder, assets, load);
  try {
    const hasRows = load.queue > 0;
    await installProbe(page);
    app.move(true);
    await page.goto(app.address);
    await isThere(page, hasRows);
    await page.waitForTimeout(1_000);
    const loading = await takeLongTasks(page);

    const processId = await pageProcess(browser);
    let timestamps: number[] = [];
    let longTasks: number[] = [];
    const begun = await workOf(browser, processId);
    let memory = 0;
    const use = async (): Promise<void> => {
      await watchFrames(page);
      await useList(page, 'contract 4');
      await showHistory(page, load.history > 0);
      await useList(page, 'minutes 47');
      await showQueue(page);
      await page.waitForTimeout(500);
      timestamps = await takeFrames(page);
      // Before the trace is collected: that stops the page for longer than anything in it.
      longTasks = await takeLongTasks(page);
    };
    const longestWork = await longestWorkDuring(browser, processId, async () => {
      memory = await mostMemoryDuring(processId, use);
    });
    const ended = await workOf(browser, processId);
    const searches = hasRows ? await measureSearches(page) : null;
    const hidden = await measureHidden(browser, app);
    await protocol.send('HeapProfiler.collectGarbage');
    const after = await metricsOf(browser);
    return {
      loading,
      longTasks,
      longestWork,
      ...countFrames(timestamps),
      memory,
      heap: after.get('JSHeapUsedSize') ?? 0,
      elements: after.get('Nodes') ?? 0,
      busy: ((ended.task - begun.task) * 1000) / (ended.at - begun.at),
      waited: (ended.waited - begun.waited) / (ended.ran - begun.ran),
      hidden,
      searches,
    };
  } finally {
    await app.close();
  }
}

/** One visit with a new browser and a new app. */
export async function visit(chromium: string, assets: string, load: Load): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-bench-ui-'));
  const browser = await openBrowser(chromium);
  try {
    return await visitWith(browser, folder, assets, load);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
