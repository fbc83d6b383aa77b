import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { stripVTControlCharacters } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startWebHost } from '../../src-main/hosts/web/server.ts';
import type { App } from '../../src-main/core/app-types.ts';
import { createScriptedApp } from '../fakes/scripted-app.ts';
import { looks } from './looks.ts';
import type { Look, LookName } from './looks.ts';
import type { Screen, Size } from './screen-parts.ts';

/** A picture that is wanted. */
export interface Picture {
  screen: Screen;
  size: Size;
  look: LookName;
}

/** The file's name. */
export const nameOf = ({ screen, size, look }: Picture): string => `${screen.name}-${size.width}-${look}.png`;

const tellPolicyBreaches = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('policy violation:', event.violatedDirective, event.blockedURI, event.sample))`;
const fontFile = createRequire(import.meta.url).resolve(
  '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
);
/**
 * Runs in the page: gives it a UI font such as users' systems have one; this machine may have none. Bytes that are here
 * already need no leave of the content policy.
 */
const useFont = `{
  const bytes = Uint8Array.from(atob('${readFileSync(fontFile).toString('base64')}'), (one) => one.charCodeAt(0));
  const font = new FontFace('Inter', bytes, { weight: '100 900' });
  document.fonts.add(font);
  document.addEventListener('DOMContentLoaded', () => document.documentElement.style.setProperty('--font', 'Inter, sans-serif'));
}`;
/** Runs in the page: waits for what moves and ends. */
const still = `Promise.all(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
  .map((one) => one.finished.catch(() => undefined))).then(() => 0)`;

async function openContext(browser: Browser, size: Size, look: Look): Promise<BrowserContext> {
  const zoom = look.zoom ?? 1;
  const context = await browser.newContext({
    ...look.context,
    viewport: { width: size.width / zoom, height: size.height / zoom },
    deviceScaleFactor: zoom,
  });
  await context.addInitScript(tellPolicyBreaches);
  await context.addInitScript(useFont);
  if (look.language)
    await context.addInitScript(
      `Object.defineProperty(navigator, 'languages', { value: ['${look.language}'] })`,
    );
  return context;
}

/** Lets the page speak what its browser's user reads. */
async function speakOwn(page: Page, app: App): Promise<void> {
  const { settings } = await app.handlers['settings.get']({});
  await app.handlers['settings.save']({ settings: { ...settings, language: 'system' } });
  await page.locator('html:not([lang="en"])').waitFor({ state: 'attached' });
}

async function axeFaults(page: Page, look: Look): Promise<string[]> {
  // Menus stand outside of all landmarks, as they do everywhere; while one is open, the rest of the page is hidden.
  const isMenuOpen = (await page.getByRole('menu').count()) > 0;
  const whole = isMenuOpen ? ['landmark-one-main', 'page-has-heading-one'] : [];
  // Forced colours are the system's, and axe reads those of the style sheets.
  const colours = look.context.forcedColors === 'active' ? ['color-contrast'] : [];
  const { violations } = await new AxeBuilder({ page })
    .disableRules(['region', ...whole, ...colours])
    .analyze();
  return violations.map(
    ({ id, nodes }) => `axe ${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
}

/**
 * Takes one picture under the web host's strict policy, and resolves with what went wrong on the page: anything on its
 * console, a breach of the policy, what axe finds, or a step that couldn't be made.
 */
export async function takePicture(
  browser: Browser,
  assets: string,
  picture: Picture,
  file: string,
): Promise<string[]> {
  const { screen, size } = picture;
  const look: Look = looks[picture.look];
  const script = screen.script(Date.now());
  const app = createScriptedApp({
    ...script,
    settings: { language: 'en', ...script.settings, ...look.settings },
  });
  const faults: string[] = [];
  const host = await startWebHost({
    app,
    assets,
    monotonic: () => performance.now(),
    report: (where, error) => faults.push(`${where}: ${String(error)}`),
  });
  const context = await openContext(browser, size, look);
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(host.address);
    await page.getByRole('region', { name: 'Queue' }).waitFor();
    await page.getByRole('contentinfo').getByText(/free$/).waitFor({ state: 'attached' });
    await screen.go?.(page, app);
    if (look.language) await speakOwn(page, app);
    await page.waitForTimeout(200);
    await page.evaluate(still);
    await page.screenshot({ path: file });
    faults.push(...(await axeFaults(page, look)));
  } catch (error) {
    faults.push(stripVTControlCharacters(error instanceof Error ? error.message : String(error)));
  } finally {
    await context.close();
    await host.close();
  }
  return faults;
}
