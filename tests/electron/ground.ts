import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { launchStandIn } from './launch.ts';
import type { LaunchOptions, StandInApp } from './launch.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isPackaged = process.platform === 'linux' && process.arch === 'x64';

/** A Chromium for the tests of a file. */
export function useBrowser(): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch(
      isPackaged ? { executablePath: await sparticuz.executablePath(), args: ['--no-sandbox'] } : {},
    );
  });
  afterAll(() => browser.close());
  return () => browser;
}

/** A new folder that is gone when the running test has finished. */
export function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'ferry-electron-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  return home;
}

/** Starts the app in a home of its own, or in that of an earlier start; it is gone when the running test has finished. */
export async function launch(
  browser: Browser,
  options: Partial<Omit<LaunchOptions, 'browser' | 'dataFolder'>> = {},
): Promise<StandInApp> {
  const home = options.home ?? newHome();
  const app = await launchStandIn({ ...options, browser, home, dataFolder: join(home, 'data') });
  onTestFinished(() => app.kill());
  return app;
}

/** A copy of the built app with one piece of its main process replaced. */
export function changedApp(find: string | RegExp, replacement: string): string {
  const folder = newHome();
  mkdirSync(join(folder, 'dist'));
  for (const part of ['dist/electron', 'dist/renderer', 'resources', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const main = join(folder, 'dist', 'electron', 'main', 'main.js');
  const text = readFileSync(main, 'utf8');
  const changed = text.replace(find, replacement);
  if (changed === text) throw new Error(`The built app has no ${String(find)}.`);
  writeFileSync(main, changed);
  return folder;
}

/** The built main process as text. */
export const builtMain = (): string =>
  readFileSync(join(root, 'dist', 'electron', 'main', 'main.js'), 'utf8');
