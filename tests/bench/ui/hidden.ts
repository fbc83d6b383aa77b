import { setTimeout as sleep } from 'node:timers/promises';
import { metricsOf } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { tickTime } from './app.ts';
import type { MeasuredApp } from './app.ts';

/** What a page does that nobody sees. */
export interface HiddenFigures {
  /** Functions of the page's scripts that ran for each tick. */
  callsPerTick: number;
  /** Milliseconds of processor time that its main thread worked for each tick. */
  workPerTick: number;
  /** The functions that ran most, with how often. */
  busiest: string[];
}

/** Milliseconds for each look, and ticks in them. */
const span = 3_000;
const ticks = span / tickTime;

/** How often each function ran since this was asked last, by its name. */
async function takeCalls({ protocol }: OpenBrowser): Promise<Map<string, number>> {
  const { result } = await protocol.send('Profiler.takePreciseCoverage');
  const calls = new Map<string, number>();
  for (const { url, functions } of result) {
    if (!url.startsWith('http')) continue;
    for (const { functionName, ranges } of functions) {
      const count = ranges[0]?.count ?? 0;
      const name = functionName || '(no name)';
      if (count > 0) calls.set(name, (calls.get(name) ?? 0) + count);
    }
  }
  return calls;
}

/** Milliseconds that the page's main thread works in such a span: the least of a few, for now and then the browser tidies a hidden page up. */
async function workInSpan(browser: OpenBrowser): Promise<number> {
  const workNow = async (): Promise<number> => ((await metricsOf(browser)).get('TaskDuration') ?? 0) * 1000;
  let least = Infinity;
  for (let look = 0; look < 3; look += 1) {
    const before = await workNow();
    await sleep(span);
    least = Math.min(least, (await workNow()) - before);
  }
  return least;
}

/** What the page does while this waits: functions by their names and, without counting them, milliseconds of work. */
async function listen(browser: OpenBrowser): Promise<{ calls: Map<string, number>; work: number }> {
  const { protocol } = browser;
  const work = await workInSpan(browser);
  await protocol.send('Profiler.enable');
  await protocol.send('Profiler.startPreciseCoverage', { callCount: true });
  await sleep(span);
  const calls = await takeCalls(browser);
  await protocol.send('Profiler.stopPreciseCoverage');
  await protocol.send('Profiler.disable');
  return { calls, work };
}

const sum = (calls: Map<string, number>): number =>
  [...calls.values()].reduce((all, count) => all + count, 0);

/**
 * Puts another tab in front, and counts what the page does behind it while rows move, less what it does there while
 * nothing moves. Throws when the page doesn't know that it is hidden.
 */
export async function measureHidden(browser: OpenBrowser, app: MeasuredApp): Promise<HiddenFigures> {
  const { context, page } = browser;
  app.move(false);
  const other = await context.newPage();
  await other.bringToFront();
  await page.waitForFunction('document.visibilityState === "hidden"', null, {
    polling: 100,
    timeout: 5_000,
  });
  await sleep(1_000);
  const still = await listen(browser);
  app.move(true);
  const moving = await listen(browser);
  app.move(false);
  await other.close();
  await page.bringToFront();
  const busiest = [...moving.calls].sort((one, other) => other[1] - one[1]).slice(0, 6);
  return {
    callsPerTick: Math.max(0, sum(moving.calls) - sum(still.calls)) / ticks,
    workPerTick: Math.max(0, moving.work - still.work) / ticks,
    busiest: busiest.map(([name, count]) => `${name} ${count}`),
  };
}
