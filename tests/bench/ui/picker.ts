/**
 * `npm run bench:picker`: the dialog in which things are chosen, over a folder of 100,000 documents: how long from its key
 * to the first rows, how long for each further page of 100, and whether any task keeps the screen from answering; in the
 * system's Chromium, on the app and the demo server. `--pages 100`. Ends with 1 where a task took more than 50 ms of
 * processor time, with 2 when there is no Chromium.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { buildRenderer } from '../../../scripts/builds.ts';
import { startDemoAlfresco } from '../../../src-main/demo/alfresco/server.ts';
import { machineFacts, median } from '../report.ts';
import { startMeasuredApp } from './app.ts';
import { findChromium, openBrowser, pageProcess, versionOf } from './browser.ts';
import { answerTime, expectRow, installProbe, takeLongTasks } from './probe.ts';
import { longestWorkDuring } from './tasks.ts';

const assets = fileURLToPath(new URL('../../../dist/renderer', import.meta.url));
const documents = 100_000;
const pageLength = 100;
const rowHeight = 38;
const mostTask = 50;
const openings = 10;

const { values } = parseArgs({ options: { pages: { type: 'string', default: '100' } } });
const pages = Math.min(documents / pageLength - 2, Math.max(1, Number.parseInt(values.pages, 10) || 1));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const ms = (time: number): string => `${Math.round(time)} ms`;

/** The text of a document's row, by its place. */
const nameOf = (index: number): string => `Scan ${String(index + 1).padStart(6, '0')}.tif`;

/** Milliseconds from the key that opens the dialog to its first rows, time after time. */
async function openTimes(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (let time = 0; time < openings; time += 1) {
    await expectRow(page, 'keydown', 0, '');
    await page.keyboard.press('Control+n');
    times.push(await answerTime(page));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.waitForTimeout(200);
  }
  return times;
}

/** Milliseconds from the wheel's turn to the rows of a page that wasn't loaded, page after page. */
async function pageTimes(page: Page): Promise<number[]> {
  await page.keyboard.press('Control+n');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox').fill('/Sites/records/documentLibrary/Archive');
  await dialog.getByRole('row', { name: 'Archive' }).dblclick();
  await dialog.getByRole('button', { name: 'Clear' }).click();
  await dialog.getByRole('row', { name: nameOf(0) }).hover();
  const times: number[] = [];
  for (let turn = 1; turn <= pages; turn += 1) {
    const first = turn * pageLength + pageLength / 2;
    await expectRow(page, 'wheel', first, nameOf(first));
    await page.mouse.wheel(0, rowHeight * (turn === 1 ? first : pageLength));
    times.push(await answerTime(page));
    await page.waitForTimeout(50);
  }
  return times;
}

function tell(what: string, times: number[]): void {
  const sorted = [...times].sort((one, other) => one - other);
  const late = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
  say(`${what}: ${ms(median(times))} in the middle, ${ms(late)} at p95, ${times.length} times`);
}

async function bench(chromium: string): Promise<boolean> {
  await buildRenderer(() => say('Building the screen…'));
  say([...machineFacts(tmpdir()), `${versionOf(chromium)} without a window`].join('\n'));
  const folder = mkdtempSync(join(tmpdir(), 'ferry-bench-picker-'));
  const demo = await startDemoAlfresco({ archived: documents });
  const measured = await startMeasuredApp(folder, assets, { history: 0, queue: 0, moving: 0 });
  const browser = await openBrowser(chromium);
  try {
    const { page } = browser;
    const calls = measured.app.handlers;
    for (const { id } of (await calls['connections.list']({})).connections)
      await calls['connections.remove']({ id, jobs: 'cancel' });
    const { connection } = await calls['connections.save']({
      ...{ kind: 'alfresco', name: 'Records', address: demo.url, user: 'demo' },
    });
    await calls['connections.setSecret']({ id: connection.id, secret: 'demo' });
    await installProbe(page);
    await page.goto(measured.address);
    await page.getByRole('region', { name: 'Queue' }).waitFor();
    await page.waitForTimeout(1_000);
    const processId = await pageProcess(browser);
    await takeLongTasks(page);
    let [opened, paged]: number[][] = [[], []];
    const longestWork = await longestWorkDuring(browser, processId, async () => {
      opened = await openTimes(page);
      paged = await pageTimes(page);
    });
    const long = await takeLongTasks(page);
    say(`\nChoosing among ${documents.toLocaleString('en')} documents of one folder:`);
    tell('From the key to the first rows of the dialog', opened ?? []);
    tell(`Each further page of ${pageLength}`, paged ?? []);
    say(`Longest task: ${longestWork.toFixed(1)} ms of processor time; ${long.length} of 50 ms on the wall`);
    const isMet = longestWork <= mostTask;
    say(`${isMet ? 'MET' : 'MISSED'}  No task takes more than ${mostTask} ms.`);
    return isMet;
  } finally {
    await browser.close();
    await measured.close();
    await demo.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const chromium = findChromium();
if (chromium === null) {
  say('MISSING: no Chromium in the PATH or in /usr/bin, so nothing was measured.');
  say('On Debian: apt-get install chromium');
  process.exitCode = 2;
} else if (!(await bench(chromium))) process.exitCode = 1;
