/**
 * Pictures of every screen and state, made with a real browser under the web host's strict policy:
 * `node tests/screens/screens.ts FOLDER`. Fails on a console error, a page error, a policy violation, or anything that axe finds.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { AxeBuilder } from '@axe-core/playwright';
import packagedChromium from '@sparticuz/chromium';
import { build } from 'vite';
import { startWebHost } from '../../src-main/hosts/web/server.ts';
import { createScriptedApp } from '../fakes/scripted-app.ts';
import { screens } from './screen-list.ts';
import type { Screen, Size } from './screen-parts.ts';

type Theme = 'light' | 'dark';
const root = fileURLToPath(new URL('../..', import.meta.url));
const assets = join(root, 'dist/renderer');
const folder = process.argv[2];
if (!folder) throw new Error('Say where the pictures go: node tests/screens/screens.ts FOLDER');
const only = process.argv[3];

/** Takes one picture, and returns what went wrong on the page. */
async function take(
  browser: Browser,
  screen: Screen,
  theme: Theme,
  size: Size,
  file: string,
): Promise<string[]> {
  const app = createScriptedApp(screen.script(Date.now()));
  const faults: string[] = [];
  const host = await startWebHost({
    app,
    assets,
    monotonic: () => performance.now(),
    report: (where, error) => faults.push(`${where}: ${String(error)}`),
  });
  const context = await browser.newContext({
    viewport: size,
    colorScheme: theme,
    locale: 'en-GB',
    deviceScaleFactor: 1,
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(6_000);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
      console.error('policy violation:', event.violatedDirective, event.blockedURI, event.sample))`);
    await page.goto(host.address);
    await page.getByRole('region', { name: 'Queue' }).waitFor();
    await page.getByRole('contentinfo').getByText(/free$/).waitFor();
    await screen.go?.(page, app);
    await page.waitForTimeout(350);
    await page.screenshot({ path: file });
    // Menus stand outside of all landmarks, as they do everywhere.
    const { violations } = await new AxeBuilder({ page }).disableRules(['region']).analyze();
    for (const { id, nodes } of violations)
      faults.push(`axe ${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  } finally {
    await context.close();
    await host.close();
  }
  return faults;
}

await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
await mkdir(folder, { recursive: true });
const executablePath = process.env.FERRY_CHROMIUM ?? (await packagedChromium.executablePath());
if (!existsSync(executablePath)) throw new Error(`There is no browser at ${executablePath}`);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
let broken = 0;
try {
  for (const screen of screens) {
    if (only && !only.split(',').includes(screen.name)) continue;
    for (const size of screen.sizes) {
      for (const theme of ['light', 'dark'] as const) {
        const name = `${screen.name}-${size.width}-${theme}.png`;
        const faults = await take(browser, screen, theme, size, join(folder, name));
        if (faults.length > 0) broken += 1;
        console.log(faults.length === 0 ? name : `${name} FAILED\n  ${faults.join('\n  ')}`);
      }
    }
  }
} finally {
  await browser.close();
}
if (broken > 0) process.exitCode = 1;
