import { test as base, expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { DemoNode } from '../../src-main/demo/alfresco/repository.ts';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import { startDemoBridge } from '../../src-main/demo/bridge/server.ts';
import type { DemoBridge } from '../../src-main/demo/bridge/server.ts';
import { t } from '../../src-shared/language/index.ts';
import { FerryDesktop } from '../electron/ferry-desktop.ts';
import { programFile } from '../programs/program-file.ts';
import type { ProgramName } from '../programs/program-file.ts';
import type { Keeping } from './ferry-process.ts';
import { FerryWeb } from './ferry-web.ts';
import type { Ferry } from './ferry-web.ts';

/** Where Ferry runs: served to a browser, in the desktop app on the stand-in for Electron, or on Electron itself. */
export type HostName = 'web' | 'stand-in' | 'electron';

interface Options {
  host: HostName;
  /** What runs the web host, if not the host itself; one of tests/programs. */
  program: ProgramName | null;
  /** Where the web host has passwords. */
  keeping: Keeping;
  /** Whether the web host's machine has a desktop, to open files on. */
  hasDesktop: boolean;
}

interface Fixtures {
  /** Ferry with an empty data folder. `page` starts it. Each page that it starts is watched. */
  ferry: Ferry;
  /** A server that the test controls. Its users are demo/demo and eve/eve. */
  alfresco: DemoAlfresco;
  /** A Bridge, with its file store, that the test controls. */
  bridge: DemoBridge;
  /** Console lines that this test brings about on purpose. */
  expectedNoise: RegExp[];
  /** Follows what a page logs from its next load on: any error, and any breach of the content policy, fails the test. */
  watch: (page: Page) => Promise<void>;
}

/** Runs in the page: a breach of the content policy becomes a line on the console. */
const tellPolicyBreaches = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('content policy: ' + event.violatedDirective + ' ' + event.blockedURI));`;

/** Runs in the page: each notice at the window's foot is written down, for it may be gone before a test looks. */
const keepNotices = `globalThis.saidNotices = [];
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node instanceof Element)
          for (const toast of node.matches('.toast') ? [node] : node.querySelectorAll('.toast'))
            globalThis.saidNotices.push(toast.querySelector('p').textContent);
  }).observe(document, { childList: true, subtree: true });`;

/** Playwright's test with Ferry started and its page open. */
export const test = base.extend<Fixtures & Options>({
  host: ['web', { option: true }],
  program: [null, { option: true }],
  keeping: ['off', { option: true }],
  hasDesktop: [true, { option: true }],
  ferry: async ({ browser, context, host, program, keeping, hasDesktop, watch }, use) => {
    const home = await mkdtemp(join(tmpdir(), 'ferry-e2e-'));
    const ferry =
      host === 'web'
        ? new FerryWeb(home, context, watch, {
            ...{ program: program === null ? undefined : programFile(program), keeping, hasDesktop },
          })
        : new FerryDesktop(home, host, browser, watch);
    await use(ferry);
    // A tab that is left open would complain that Ferry is gone.
    for (const tab of context.pages()) await tab.close();
    await ferry.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  },
  alfresco: async ({}, use) => {
    const alfresco = await startDemoAlfresco();
    await use(alfresco);
    await alfresco.close();
  },
  bridge: async ({}, use) => {
    const bridge = await startDemoBridge();
    await use(bridge);
    await bridge.close();
  },
  // The page of a stand-in that has ended is there a moment longer than a window would be: what it loads then reaches nobody.
  expectedNoise: async ({ host }, use) => use(host === 'stand-in' ? [/ERR_NAME_NOT_RESOLVED/] : []),
  watch: async ({ expectedNoise }, use) => {
    const noise: string[] = [];
    await use(async (page) => {
      await page.addInitScript({ content: `${tellPolicyBreaches}\n${keepNotices}` });
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') noise.push(message.text());
      });
      page.on('pageerror', (error) => noise.push(String(error.stack)));
    });
    expect(noise.filter((line) => !expectedNoise.some((pattern) => pattern.test(line)))).toEqual([]);
  },
  page: async ({ ferry }, use) => use(await ferry.start()),
});

export { expect, FerryWeb };

/** Calls a new server something else than its host, in the dialog that adds it, in the test's language. */
export async function nameServer(dialog: Locator, name: string): Promise<void> {
  // By its key: what Ferry makes of the address just typed comes now, and moves what a mouse would press.
  await dialog.getByRole('button', { name: t('connections.ways.titleNew') }).press('Enter');
  await dialog.getByLabel(t('connections.name'), { exact: true }).fill(name);
}

/** Adds the test's server, where a test isn't about that: by the contract where that can be called, for a dialog takes its time. */
export async function addServer(page: Page, alfresco: DemoAlfresco): Promise<void> {
  const web = FerryWeb.of(page);
  if (!web) return addServerByDialog(page, alfresco);
  const server = { kind: 'alfresco', name: 'Records', address: alfresco.url, user: 'demo' } as const;
  await web.enter(async (call) => {
    const { connection } = await call('connections.save', server);
    await call('connections.setSecret', { id: connection.id, secret: 'demo' });
    await call('connections.test', { id: connection.id });
  });
  await expect(page.getByRole('list', { name: t('shell.servers') })).toContainText('Records');
}

/** Adds the test's server by the dialog, as a user does. */
export async function addServerByDialog(
  page: Page,
  alfresco: DemoAlfresco,
  password = 'demo',
): Promise<void> {
  await page.getByRole('button', { name: 'Add a server' }).first().click();
  await fillServer(page, alfresco, password);
}

/** Fills the open form for a server, and adds it. */
export async function fillServer(page: Page, alfresco: DemoAlfresco, password = 'demo'): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Add a server' });
  await dialog.getByLabel('Address').fill(alfresco.url);
  await nameServer(dialog, 'Records');
  await dialog.getByLabel('User name').fill('demo');
  await dialog.getByLabel('Password').fill(password);
  await dialog.getByRole('button', { name: 'Add server' }).click();
}

/** The dialog that asks for something, open. */
export async function openNewDownload(page: Page): Promise<Locator> {
  await page.getByRole('banner').getByRole('button', { name: 'New download' }).first().click();
  return page.getByRole('dialog', { name: 'New download' });
}

/** The dialog's one field, for words and for anything pasted. */
export const pasteField = (dialog: Locator): Locator =>
  dialog.getByRole('searchbox', { name: 'Search, or paste links and ids' });

/** Asks for what is chosen in the dialog. */
export async function startDownload(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: /^Download \d/ }).click();
  await expect(dialog).toBeHidden();
}

/** Asks for documents or folders by the dialog. */
export async function askFor(page: Page, ...ids: string[]): Promise<void> {
  const dialog = await openNewDownload(page);
  await pasteField(dialog).fill(ids.join(' '));
  await startDownload(dialog);
}

/** Asks for something that is changed on the server between being chosen and being asked for. */
export async function askThenChange(page: Page, { id }: DemoNode, change: () => void): Promise<void> {
  const dialog = await openNewDownload(page);
  await pasteField(dialog).fill(id);
  await expect(dialog.getByRole('button', { name: 'Download 1' })).toBeEnabled();
  change();
  await startDownload(dialog);
}

/** Asks for something that could be read when it was chosen, and can't any more when it is asked for. */
export async function askForForbidden(page: Page, node: DemoNode): Promise<void> {
  const { readers = ['eve'] } = node;
  delete node.readers;
  await askThenChange(page, node, () => (node.readers = readers));
}

/** The rows of downloads in the queue; heads, headings and groups are no downloads. */
export function rows(page: Page): Locator {
  return page.getByRole('treegrid', { name: 'Downloads' }).locator('[role=row][data-job]');
}

/** The rows of the history. */
export function pastRows(page: Page): Locator {
  return page.getByRole('grid', { name: 'History' }).locator('[role=row][data-job]');
}

/** Cancels a download by its menu and confirms. */
export async function cancel(page: Page, row: Locator): Promise<void> {
  await row.hover();
  await row.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Cancel' }).click();
  await page
    .getByRole('dialog', { name: 'Cancel this download?' })
    .getByRole('button', { name: 'Cancel download' })
    .click();
}

/** SHA-256 of a file, hex. */
export async function sha256(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

/**
 * Asks for a document and waits until so many of its bytes were sent; the rest comes with `control.releaseContent()`.
 * Resolves with the first row.
 */
export async function askAndHold(
  page: Page,
  { control }: DemoAlfresco,
  id: string,
  bytes: number,
): Promise<Locator> {
  control.holdContentAt(bytes);
  await askFor(page, id);
  await control.contentHeld();
  return rows(page).first();
}

/** Adds the test's server, asks for its largest document and pauses that in the middle of its bytes. Resolves with the row. */
export async function pauseHalfWay(page: Page, alfresco: DemoAlfresco): Promise<Locator> {
  const { control, tree } = alfresco;
  await addServer(page, alfresco);
  const row = await askAndHold(page, alfresco, tree.examples.scan.id, 9_000_000);
  await expect(row).toContainText('%');
  await row.press('Space');
  await expect(row).toContainText('Paused');
  control.releaseContent();
  return row;
}

/** Waits until the window's foot has said this so many times since the page was loaded, whether it is still there or not. */
export async function expectNotice(page: Page, text: string, times = 1): Promise<void> {
  const said = (): Promise<string[]> => page.evaluate<string[]>('saidNotices');
  await expect
    .poll(async () => (await said()).filter((notice) => notice.includes(text)).length, {
      message: `notices that say “${text}”`,
    })
    .toBe(times);
}

/** Lets the page believe that its window was hidden, or shown again. */
export async function look(page: Page, visibility: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { value: '${visibility}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));`);
}

/**
 * Stops the clock of all pages: what they do after a while is done only when a test moves it on (`page.clock`). Rows that
 * the app changes are shown with the next frame, and wait for that as well.
 */
export async function stopClock(page: Page): Promise<void> {
  await page.clock.install();
  // Time can't be turned back, and goes on until it is stopped: this is far enough ahead.
  await page.clock.pauseAt(Date.now() + 60_000);
}
