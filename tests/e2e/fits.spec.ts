/** What is shown fits where it stands: every dialog with long contents, and the page at 400 % zoom (WCAG 2.2, 1.4.10, 2.5.8). */
import type { Locator, Page } from '@playwright/test';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { receiptPage } from '../../src-shared/history/receipt-page.ts';
import { receiptOf } from '../../src-shared/history/receipt.ts';
import '../../src-shared/language/all.ts';
import { setLanguage, t } from '../../src-shared/language/index.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { addServer, askFor, expect, nameServer, pauseHalfWay, rows, stopClock, test } from './fixtures.ts';
import { crushed, expectNothing, overflowing, outgrown, smallTargets } from './reading.ts';

const long = 'a'.repeat(40).concat('/', 'Vereinbarungsentwurf-'.repeat(8));

/**
 * Looks at what is shown in a wide window, a narrow one, and one that is zoomed to 400 %.
 */
async function expectToFit(page: Page, what: string, widths = [1280, 480, 320]): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    await expectNothing(page, `${what}, ${width} wide`, { overflowing, outgrown, crushed, smallTargets });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

test.describe('in German', () => {
  test.use({
    page: async ({ context, ferry }, use) => {
      await context.addInitScript(`Object.defineProperty(navigator, 'languages', { value: ['de-DE'] })`);
      await use(await ferry.start());
    },
  });
  test.beforeEach(() => setLanguage('de'));
  test.afterEach(() => setLanguage('en'));

  test('every dialog has room for long contents', async ({ page, alfresco }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const dialog = page.getByRole('dialog');
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await button(t('common.addServer')).first().click();
    await dialog.getByLabel(t('connections.address')).fill(`https://${long}.example.com/${long}`);
    await nameServer(dialog, long.slice(0, 119));
    await dialog.getByLabel(t('connections.signIn.userName')).fill(long.slice(0, 190));
    await dialog.getByLabel(t('connections.signIn.password')).fill(long);
    await expectToFit(page, 'a new server');
    await dialog.getByLabel(t('connections.address')).fill(alfresco.url);
    await dialog.getByLabel(t('connections.signIn.userName')).fill('demo');
    await dialog.getByLabel(t('connections.signIn.password')).fill('demo');
    await dialog.getByRole('button', { name: t('connections.add') }).click();
    await expect(dialog).toBeHidden();

    await page.keyboard.press('Control+n');
    await dialog.getByRole('textbox').first().fill(`https://records.example.com/${long}?${long}`);
    await expectToFit(page, 'a new download');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();

    await page
      .getByRole('navigation')
      .getByRole('button', { name: t('settings.title') })
      .click();
    for (const [name, what] of [
      [t('backup.save.button'), 'a backup'],
      [t('backup.import.button'), 'an import'],
      [t('backup.diagnostics.button'), 'diagnostics'],
    ] as const) {
      await button(name).click();
      await expect(dialog).toBeVisible();
      await expectToFit(page, what);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
    await page
      .getByRole('navigation')
      .getByRole('button', { name: t('shortcuts.title') })
      .click();
    await expect(dialog).toBeVisible();
    await expectToFit(page, 'shortcuts');
    await page.keyboard.press('Escape');

    const server = page
      .getByRole('list', { name: t('shell.servers') })
      .getByRole('listitem')
      .first();
    for (const entry of [t('connections.menu.edit'), t('connections.menu.remove')]) {
      await server.hover();
      await server.getByRole('button').last().click();
      await page.getByRole('menuitem', { name: entry }).click();
      await expect(dialog).toBeVisible();
      await expectToFit(page, entry);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
  });
});

test('at 400 % zoom nothing is wider than the page, and everything can be hit', async ({
  page,
  alfresco,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await pauseHalfWay(page, alfresco);
  await askFor(page, alfresco.tree.examples.letter.id);
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(1);
  await expectToFit(page, 'the queue');
  await rows(page).filter({ hasText: 'Saved' }).click();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await stopClock(page);
  await expectToFit(page, 'a notice with a button', [320]);
  await page.keyboard.press('Control+z');
  await rows(page).first().click();
  await expectToFit(page, 'the details');
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^History/ })
    .click();
  await expect(page.getByRole('grid', { name: 'History' })).toBeVisible();
  // In a wide window its buttons stand without their words, which are cut on purpose.
  await expectToFit(page, 'the history', [480, 320]);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click();
  await expectToFit(page, 'the settings');
  await page.setViewportSize({ width: 320, height: 800 });
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect(
    page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }),
  ).toBeInViewport();
  expect(await page.evaluate(overflowing)).toEqual([]);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^History/ })
    .click();
  alfresco.control.setPassword('demo', 'changed');
  alfresco.control.expireTickets();
  await askFor(page, alfresco.tree.examples.handover.id);
  await expect(page.getByRole('note').getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expectToFit(page, 'a banner', [1280, 320]);
});

test('the details have room for their buttons and tabs, in English and in German', async ({
  page,
  ferry,
  alfresco,
}) => {
  const { control, tree } = alfresco;
  const { letter, handover, personnel, correspondence, mine } = tree.examples;
  const details = page.locator('aside');
  const look = async (row: Locator, what: string): Promise<void> => {
    await row.click();
    await page.mouse.move(0, 0);
    await expect(details.getByRole('button', { name: t('common.moreActions') })).toBeInViewport({ ratio: 1 });
    await expectToFit(page, what, [1280]);
    const boxes = await Promise.all((await details.getByRole('tab').all()).map((tab) => tab.boundingBox()));
    expect.soft(new Set(boxes.map((box) => box?.y)).size, `${what}: lines of tabs`).toBe(1);
  };
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await addServer(page, alfresco);
  await askFor(page, letter.id);
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(1);
  control.holdPreparation(4_000);
  for (const { id } of [handover, personnel, correspondence, mine]) await askFor(page, id);
  await expect(rows(page)).toHaveCount(5);
  await control.preparationHeld();
  const name = (await rows(page).last().locator('bdi').first().textContent())!;
  const [here, elsewhere] = [join(ferry.downloads, name), join(ferry.downloads, 'elsewhere')];
  const jobs = page.getByRole('treegrid').locator('[data-job]');
  const file = jobs.filter({ hasText: name });

  await look(file, 'a saved file');
  await look(jobs.nth(0), 'one that is prepared');
  await look(jobs.nth(3), 'one that waits');
  await rename(here, elsewhere);
  await look(file, 'a missing file');
  await expect(file).toContainText(t('row.status.missing'));
  await look(file, 'a missing file');

  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('combobox', { name: /^Language/ }).click();
  await page.getByRole('option', { name: 'Deutsch' }).click();
  await page.getByRole('button', { name: 'Alle' }).click();
  setLanguage('de');
  await look(file, 'a missing file in German');
  await look(jobs.nth(0), 'one that is prepared in German');
  await look(jobs.nth(3), 'one that waits in German');
  await rename(elsewhere, here);
  await look(file, 'a saved file in German');
  await expect(file).toContainText(t('row.status.saved'));
  await look(file, 'a saved file in German');
  // What has no room beside the main button is in the menu.
  await details.getByRole('button', { name: t('common.moreActions') }).click();
  await expect(page.getByRole('menuitem', { name: t('record.receipt') })).toBeVisible();
  setLanguage('en');
  control.releasePreparation();
});

test('a search that finds nothing in the queue leads to what the history has', async ({
  page,
  alfresco,
  ferry,
  expectedNoise,
}) => {
  expectedNoise.push(/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/);
  await addServer(page, alfresco);
  await askFor(page, alfresco.tree.examples.letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  const name = (await rows(page).first().locator('bdi').first().textContent())!.split('.')[0]!;
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^Preparing/ })
    .click();
  await page.getByRole('textbox', { name: 'Search downloads' }).fill(name);
  await expect(page.getByRole('status').filter({ hasText: 'Nothing matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Show 1 in the history' }).click();
  await expect(page.getByRole('textbox', { name: 'Search history' })).toHaveValue(name);
  // Its tools have their words beside their icons, with the details open as well.
  for (const tool of ['Saved searches', 'Plots', 'Export'])
    expect(
      (await page.getByRole('banner').getByText(tool, { exact: true }).boundingBox())?.width,
    ).toBeGreaterThan(20);
  await expect(page.getByRole('grid', { name: 'History' }).locator('[data-job]')).toHaveCount(1);

  // What is done is there after a restart, for as long as the setting says.
  await ferry.stop();
  const again = await ferry.start();
  await expect(rows(again)).toHaveCount(1);
  const main = again.getByRole('navigation', { name: 'Main' });
  await expect(main.getByRole('button', { name: /^Done/ })).toContainText('1');
  await main.getByRole('button', { name: 'Settings' }).click();
  await again.getByRole('textbox', { name: /^Keep what is done in the list/ }).fill('0');
  await again.keyboard.press('Tab');
  await expect(main.getByRole('button', { name: /^Done/ })).not.toContainText('1');
});

test('the limit stands beside the rate, and is set there', async ({ page }) => {
  const bar = page.getByRole('contentinfo');
  await bar.getByRole('button', { name: /^Bandwidth/ }).click();
  const popover = page.getByRole('dialog', { name: 'Bandwidth' });
  await popover.getByRole('combobox', { name: 'Bandwidth, unit' }).click();
  await page.getByRole('option', { name: 'MB/s' }).click();
  await popover.getByRole('textbox', { name: 'Bandwidth' }).fill('2');
  await popover.getByRole('textbox', { name: 'Bandwidth' }).press('Tab');
  await expect(bar).toContainText('at most 2.0 MB/s');
  await popover.getByRole('button', { name: 'Timetable' }).click();
  await expect(page.getByRole('textbox', { name: 'Bandwidth', exact: true })).toHaveValue('2');
});

test('a receipt is printed on one sheet, whatever its names are', { tag: '@web' }, async ({ context }) => {
  const page = await context.newPage();
  const server = { name: long, address: `https://${long}.example.com/`, version: long };
  const sums = { files: 4012, folders: 9, bytes: 9, digest: 'ab'.repeat(32) };
  for (const word of ['Vereinbarung', '議事録', 'WM', 'two words ', 'many\nlines ']) {
    const name = word.repeat(100);
    const nodeIds = Array.from({ length: 30 }, (_, index) => `${name} ${index}`);
    const each = Object.fromEntries(nodeIds.map((id) => [id, `/${name}/${name}`]));
    const saved = { folder: `/${name}`, fileName: name, size: 9, sha256: 'ab'.repeat(32) };
    const some = { count: 12, files: [] };
    const receipt = receiptOf({
      job: composeJob({
        account: name,
        request: { kind: 'alfresco', nodeIds, names: each, folders: each },
        leftOut: nodeIds.map((id) => ({ id, name, why: 'refused' })),
        state: { is: 'saved', ...saved, warnings: nodeIds },
      }),
      log: [{ at: 0, event: 'accepted', from: '', to: 'preparing', detail: { server } }],
      ...{ server, contents: sums, entries: [], now: 0, version: '1.0.0' },
      comparison: {
        listing: { is: 'compared', at: 0, files: 5, newer: 3, gone: 2, missing: some, otherSize: some },
        changes: { jobId: 'a', since: 0, added: some, changed: some, gone: some },
      },
    });
    await page.setContent(receiptPage(receipt!));
    for (const format of ['A4', 'Letter']) {
      const sheets = (await page.pdf({ format, preferCSSPageSize: format === 'A4' })).toString('latin1');
      expect.soft(sheets.match(/\/Type \/Page\b/g), `${word}, ${format}`).toHaveLength(1);
    }
  }
});
