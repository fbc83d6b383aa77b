import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { CallInput, CallName, CallOutput } from '../../src-shared/contract.ts';
import { chromiumOptions } from '../chromium.ts';
import { launchStandIn } from './launch.ts';
import type { LaunchOptions, StandInApp } from './launch.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A Chromium for the tests of a file. */
export function useBrowser(): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch(await chromiumOptions());
  });
  afterAll(() => browser.close());
  return () => browser;
}

/** One app for the tests of a file, where none of them leaves it changed. */
export function useApp(browser: () => Browser): () => StandInApp {
  let app: StandInApp;
  let home: string;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'ferry-electron-'));
    app = await launchStandIn({ browser: browser(), home, dataFolder: join(home, 'data') });
  });
  afterAll(async () => {
    await app.kill();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });
  return () => app;
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

/** A piece of the built main process, and what stands in its place. */
export type Change = [find: string | RegExp, replacement: string];

/** A copy of the built app with pieces of its main process replaced. */
export function changedApp(...changes: Change[]): string {
  const folder = newHome();
  mkdirSync(join(folder, 'dist'));
  for (const part of ['dist/electron', 'dist/renderer', 'resources', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const main = join(folder, 'dist', 'electron', 'main', 'main.js');
  let text = readFileSync(main, 'utf8');
  for (const [find, replacement] of changes) {
    const changed = text.replace(find, replacement);
    if (changed === text) throw new Error(`The built app has no ${String(find)}.`);
    text = changed;
  }
  writeFileSync(main, text);
  return folder;
}

/** A copy of the built app that takes this for its system, with more pieces replaced. */
export const onPlatform = (platform: NodeJS.Platform, ...more: Change[]): string =>
  changedApp([/platform: process\.platform,(?=\s+dataFolder)/, `platform: "${platform}",`], ...more);

/** A line of the log in the data folder. */
export interface LogLine {
  event: string;
  kind?: string;
  detail?: string;
}

/** What the app has logged so far. */
export const logged = (app: StandInApp): LogLine[] =>
  readFileSync(join(app.dataFolder, 'ferry.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogLine);

let lastId = 900_000_000;

/**
 * Calls the app as its window does, beside the page: the page gets the answer too and knows nothing of its id.
 * Resolves with the answer's value, rejects with the failure.
 */
export async function ask<Name extends CallName>(
  app: StandInApp,
  name: Name,
  input: CallInput<Name>,
): Promise<CallOutput<Name>> {
  lastId += 1;
  const text = await app.evaluate(
    async ({ BrowserWindow, ipcMain, standIn }, [id, message]) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      ipcMain.deliver(webContents, webContents.mainFrame, 'ferry:to-app', [message]);
      for (;;) {
        const sent = standIn.calls.findLast(
          ({ call, args }) => call === 'frame.send' && (args[1] as string).startsWith(`{"id":${id},`),
        );
        if (sent) return sent.args[1] as string;
        await new Promise((next) => setTimeout(next, 10));
      }
    },
    [lastId, JSON.stringify({ id: lastId, call: name, input })] as const,
  );
  const answer = JSON.parse(text) as { ok: boolean; value: CallOutput<Name>; failure?: { kind: string } };
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.failure)}`);
  return answer.value;
}

/** The built main process as text. */
export const builtMain = (): string =>
  readFileSync(join(root, 'dist', 'electron', 'main', 'main.js'), 'utf8');
