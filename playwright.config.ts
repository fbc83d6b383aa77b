import { defineConfig } from '@playwright/test';
import { chromiumOptions } from './tests/chromium.ts';
import './tests/compile-cache.ts';
import type { HostName } from './tests/e2e/fixtures.ts';

export default defineConfig<{ host: HostName }>({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  // Far more than a test needs on a machine that has other work as well: what is slow isn't wrong.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  fullyParallel: true,
  // Two processors are idle for a quarter of the time with two: each waits for a server, a disk or a frame now and then.
  workers: 3,
  forbidOnly: true,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  // One set of specifications. What only a browser's tabs can show is marked @web; what another host could break is marked
  // @hosts: starts and ends, what it opens, what it keeps, the size of its messages, its content policy. The stand-in runs
  // those alone, for the screen and the app behind it are the same; Electron itself, before a release, runs all.
  projects: [
    { name: 'web', use: { host: 'web' } },
    { name: 'stand-in', use: { host: 'stand-in' }, grep: /@hosts/ },
    { name: 'electron', use: { host: 'electron' }, grepInvert: /@web/ },
  ],
  use: {
    // What can't be clicked or filled says so when an expectation would, and doesn't wait for the end of the whole test.
    actionTimeout: 60_000,
    launchOptions: await chromiumOptions(),
    viewport: { width: 1280, height: 800 },
    // Without a graphics card each frame of a moving bar is drawn by the processor that the tests need.
    contextOptions: { reducedMotion: 'reduce' },
    // A trace tells all of a failure, and takes almost half as long again: for whoever looks for one.
    trace: process.env['FERRY_TRACE'] ? 'retain-on-failure' : 'off',
  },
});
