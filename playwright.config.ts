import sparticuz from '@sparticuz/chromium';
import { defineConfig } from '@playwright/test';
import type { HostName } from './tests/e2e/fixtures.ts';

// A Chromium out of the package registry where there is one for this machine, else Playwright's own.
// Its own `args` switch web security off: only the one that root needs is passed.
const isPackaged = process.platform === 'linux' && process.arch === 'x64';
const launchOptions = isPackaged
  ? { executablePath: await sparticuz.executablePath(), args: ['--no-sandbox'] }
  : {};

export default defineConfig<{ host: HostName }>({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  // One set of specifications, each host; what only a browser's tabs can show is marked @web.
  projects: [
    { name: 'web', use: { host: 'web' } },
    { name: 'stand-in', use: { host: 'stand-in' }, grepInvert: /@web/ },
    { name: 'electron', use: { host: 'electron' }, grepInvert: /@web/ },
  ],
  use: {
    launchOptions,
    viewport: { width: 1280, height: 800 },
    // A trace tells all of a failure, and takes almost half as long again: for whoever looks for one.
    trace: process.env['FERRY_TRACE'] ? 'retain-on-failure' : 'off',
  },
});
