import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { chromium } from 'playwright-core';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';

/** A browser with a profile of its own, and one tab in front. */
export interface OpenBrowser {
  context: BrowserContext;
  page: Page;
  /** The protocol of that tab. */
  protocol: CDPSession;
  close(): Promise<void>;
}

const names = ['chromium', 'chromium-browser'];

/** The system's Chromium, or null where there is none: the first in the PATH. */
export function findChromium(): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin'];
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}

/** The browser's name and version, as it says them itself. */
export function versionOf(executablePath: string): string {
  return spawnSync(executablePath, ['--version'], { encoding: 'utf8' }).stdout.trim();
}

/** Starts it and resolves with the address of its protocol. Rejects with what it said when it ended instead. */
function addressOf(child: ChildProcessByStdio<null, null, Readable>): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code}.\n${said}`)));
  });
}

/**
 * Opens a browser without a window, as the system starts it: Playwright only connects to it, for under its own flags and
 * defaults a tab behind another believes that it is in front.
 */
export async function openBrowser(executablePath: string): Promise<OpenBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'ferry-profile-'));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const flags = ['--headless', '--no-first-run', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const child = spawn(executablePath, [...flags, ...sandbox, '--window-size=1280,800', 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const remove = async (): Promise<void> => {
    child.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const browser = await chromium.connectOverCDP(await addressOf(child), { noDefaults: true });
    const [context] = browser.contexts();
    if (!context) throw new Error('The browser has no profile.');
    const page = await context.newPage();
    const protocol = await context.newCDPSession(page);
    await protocol.send('Performance.enable', { timeDomain: 'threadTicks' });
    return {
      context,
      page,
      protocol,
      close: async () => {
        await browser.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** What Chromium itself counts of a page; times are of the processor, in seconds. */
export async function metricsOf({ protocol }: OpenBrowser): Promise<Map<string, number>> {
  const { metrics } = await protocol.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

/** Runs in the page: keeps its main thread at work for a moment, in milliseconds. */
const work = `for (const end = performance.now() + 300; performance.now() < end; );`;

/** The process of the page: of all renderers the one that works when the page is told to. */
export async function pageProcess({ context, page }: OpenBrowser): Promise<number> {
  const browser = context.browser();
  if (!browser) throw new Error('The browser is gone.');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const before = new Map(renderers.map((id) => [id, mainThreadTimes(id).ran]));
  await page.evaluate(work);
  const worked = (id: number): number => mainThreadTimes(id).ran - (before.get(id) ?? 0);
  const [busiest] = renderers.sort((one, other) => worked(other) - worked(one));
  if (busiest === undefined) throw new Error('The browser has no page.');
  return busiest;
}

/**
 * Bytes that belong to a process alone: what Chromium calls its private memory footprint, RssAnon + VmSwap of
 * proc_pid_status(5). The program's own code, which all processes share, doesn't count.
 */
export function privateMemory(processId: number): number {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8');
  const of = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
  return (of('RssAnon') + of('VmSwap')) * 1024;
}

/** Seconds that a process's main thread has run, and waited for a processor that others had: sched-stats in the kernel's documentation. */
export function mainThreadTimes(processId: number): { ran: number; waited: number } {
  const [ran = 0, waited = 0] = readFileSync(`/proc/${processId}/task/${processId}/schedstat`, 'utf8')
    .split(' ')
    .map((nanoseconds) => Number(nanoseconds) / 1e9);
  return { ran, waited };
}
