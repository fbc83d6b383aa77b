import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { addServer, askAndHold, askFor, expect, expectNotice, rows, sha256, test } from './fixtures.ts';

const mebibyte = 1024 * 1024;

const detailsOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Details' });

/** Shows one of the tabs of the chosen download. */
async function openTab(page: Page, name: string): Promise<Locator> {
  await detailsOf(page).getByRole('tab', { name }).click();
  return detailsOf(page).getByRole('tabpanel', { name });
}

test('the keyboard switches tabs, and the chosen tab stays for the next download', async ({
  page,
  alfresco,
}) => {
  const { letter, handover } = alfresco.tree.examples;
  await addServer(page, alfresco);
  await askFor(page, letter.id);
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(1);
  const tab = (name: string): Locator => detailsOf(page).getByRole('tab', { name });
  await tab('Overview').focus();
  for (const name of ['Timeline', 'Speed', 'Files']) {
    await page.keyboard.press('ArrowRight');
    await expect(tab(name)).toBeFocused();
    await expect(tab(name)).toHaveAttribute('aria-selected', 'true');
  }
  await expect(detailsOf(page).getByRole('tabpanel')).toContainText('a single file, not a zip');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  await expect(detailsOf(page).getByRole('tabpanel', { name: 'Timeline' })).toBeFocused();
  await askFor(page, handover.id);
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
  // Several are shown as their sum.
  await rows(page).first().click();
  await page.keyboard.press('Control+a');
  await expect(detailsOf(page).getByRole('heading', { name: '2 downloads selected' })).toBeVisible();
  const sum = detailsOf(page).getByRole('region', { name: 'What is selected' });
  await expect(sum).toContainText(/Size \d/);
  await expect(sum).toContainText('Saved: 2');
  await rows(page).filter({ hasText: 'Handover' }).click();
  await expect(tab('Timeline')).toHaveAttribute('aria-selected', 'true');
  await expect(detailsOf(page).getByRole('list', { name: 'Timeline' })).toContainText('Saved');
});

test.describe('on a machine without a desktop', () => {
  test.use({ hasDesktop: false });
  test(
    'ids, path and checksum of a saved file can be copied, and its path leads to it',
    { tag: '@web' },
    async ({ page, context, ferry, alfresco }) => {
      const { letter } = alfresco.tree.examples;
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await addServer(page, alfresco);
      await askFor(page, letter.id);
      await expect(rows(page).first()).toContainText('Saved');
      const panel = await openTab(page, 'Overview');
      const copied = async (what: string): Promise<string> => {
        await panel.getByRole('button', { name: `Copy: ${what}` }).click();
        await expect(page.getByRole('status').filter({ hasText: 'Copied.' })).toBeAttached();
        return page.evaluate<string>('navigator.clipboard.readText()');
      };
      const path = join(ferry.downloads, letter.name);
      expect(await copied('Path')).toBe(path);
      await expect(panel).toContainText('Ferry can’t open files here');
      await page.evaluate("navigator.clipboard.writeText('')");
      await detailsOf(page).getByRole('button', { name: 'Copy path', exact: true }).click();
      await expectNotice(page, `The path of “${letter.name}” is on the clipboard.`);
      expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(path);
      await expect(panel.getByText('SHA-256', { exact: true })).toBeHidden();
      await page.setViewportSize({ width: 1280, height: 720 });
      await panel.getByRole('button', { name: /^Technical/ }).click();
      await expect(panel.getByText('SHA-256', { exact: true })).toBeInViewport({ ratio: 1 });
      expect(await copied('IDs asked for')).toBe(letter.id);
      expect(await copied('SHA-256')).toBe(await sha256(path));
      await expect(panel).toContainText('demo');
      await expect(panel).toContainText('Records');
    },
  );
});

test('the timeline of a paused download is complete, and its speed chart can be read out', async ({
  page,
  alfresco,
}) => {
  const { control, tree } = alfresco;
  await addServer(page, alfresco);
  control.knobs.contentBytesPerSecond = 8 * mebibyte;
  const row = await askAndHold(page, alfresco, tree.examples.scan.id, 24 * mebibyte);
  await row.click();
  await row.getByRole('button', { name: 'Pause' }).click();
  await expect(row).toContainText('Paused');
  control.releaseContent();
  await row.getByRole('button', { name: 'Resume' }).click();
  await expect(row).toContainText('Saved');

  await openTab(page, 'Timeline');
  const steps = detailsOf(page).getByRole('list', { name: 'Timeline' }).getByRole('listitem');
  await expect(steps.filter({ hasText: 'Saved' })).toHaveCount(1);
  const titles = await steps.locator('p:first-child').allTextContents();
  expect(titles).toEqual([
    'Asked for',
    'Sent to the server',
    'Ready at once',
    'Downloading',
    'Paused',
    'Resumed',
    'Download goes on',
    'All bytes are here',
    'Checked',
    'Saved',
  ]);
  await expect(steps.filter({ hasText: /^.*Downloading/ })).toContainText(/for \d+ s/);

  const panel = await openTab(page, 'Speed');
  await expect(panel).toContainText('On average');
  const chart = panel.getByRole('slider', { name: 'Speed' });
  const value = (): Promise<string | null> => chart.getAttribute('aria-valuetext');
  await chart.focus();
  await page.keyboard.press('Home');
  const first = await value();
  expect(first).toMatch(/^\d+:\d+:\d+.*, \d.*\/s$/);
  await expect(panel.getByText(first!)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  expect(await value()).not.toBe(first);
  await page.keyboard.press('Escape');
  await expect(panel.getByText(first!)).toBeHidden();
  await chart.hover({ position: { x: 1, y: 40 } });
  await expect(panel.getByText(first!)).toBeVisible();

  await page.reload();
  await rows(page).first().click();
  const again = await openTab(page, 'Speed');
  await expect(again).toContainText('wasn’t recorded');
  await expect(again).toContainText(/\d MB in \d+ s, \d.* on average/);
});

test('a zip of a thousand files can be searched, and a deleted one says so', async ({
  page,
  ferry,
  alfresco,
}) => {
  const { control, tree } = alfresco;
  await addServer(page, alfresco);
  control.holdPreparation('pending');
  await askFor(page, tree.examples.tender.id);
  await control.preparationHeld();
  await rows(page).first().click();
  const panel = await openTab(page, 'Files');
  await expect(panel).toContainText('can be seen here when it is saved');
  control.releasePreparation();
  await expect(rows(page).first()).toContainText('Saved');
  await expect(panel.getByRole('status')).toContainText(/1,000 files, \d.* MB unpacked/);
  const list = panel.getByRole('list', { name: 'Files in the zip' });
  expect(await list.getByRole('listitem').count()).toBeLessThan(60);
  await panel.getByRole('region', { name: 'Files in the zip' }).focus();
  await page.keyboard.press('End');
  await expect(list.locator('[aria-posinset="1000"]')).toContainText('Lot 20');
  await panel.getByRole('searchbox', { name: 'Search these files' }).fill('lot 07 docx');
  await expect(panel.getByRole('status')).toContainText(/^\d\d files, /);
  // Other rows begin at their top.
  await expect(list.getByRole('listitem').first()).toHaveAttribute('aria-posinset', '1');
  await expect(list.getByRole('listitem').first()).toContainText('07');
  await panel.getByRole('searchbox').fill('zebra');
  await expect(panel).toContainText('No file has all of these words');

  await rm(join(ferry.downloads, `${tree.examples.tender.name}.zip`));
  await openTab(page, 'Overview');
  await expect(await openTab(page, 'Files')).toContainText('The file isn’t in its folder anymore');
});

test('closed details and hidden tabs make no calls', { tag: '@web' }, async ({ page, alfresco }) => {
  const asked: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const name = /"(jobs\.(?:timeline|zipEntries))"/.exec(String(payload))?.[1];
      if (name) asked.push(name);
    }),
  );
  await page.reload();
  await addServer(page, alfresco);
  await askFor(page, alfresco.tree.examples.letter.id);
  await page.getByRole('button', { name: 'Hide details' }).click();
  // What was looked at until then was asked for.
  asked.length = 0;
  await askFor(page, alfresco.tree.examples.handover.id);
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
  await rows(page).filter({ hasText: alfresco.tree.examples.handover.name }).click();
  expect(asked).toEqual([]);
  // How long it took and by whom it was asked for stand in the overview; what is in the zip has a tab of its own.
  await page.getByRole('button', { name: 'Show details' }).click();
  await expect(detailsOf(page).getByRole('tabpanel', { name: 'Overview' })).toContainText('to download');
  await expect.poll(() => asked).toContain('jobs.timeline');
  expect(asked).not.toContain('jobs.zipEntries');
  await openTab(page, 'Files');
  await expect.poll(() => asked).toContain('jobs.zipEntries');
});

test('a zip says what its server left out, and its file is checked, missed and found again', async ({
  page,
  ferry,
  alfresco,
}) => {
  const { control, tree, repository } = alfresco;
  const { personnel } = tree.examples;
  const [list, other] = repository.children({ id: 'demo', isAdmin: false }, personnel);
  control.loseContent(list!.id);
  await addServer(page, alfresco);
  await askFor(page, personnel.id);
  await expect(rows(page).first()).toContainText('Saved');
  await rows(page).first().click();
  const panel = await openTab(page, 'Overview');
  await expect(panel).toContainText('1 of 2 files of the listing of');
  await panel.getByRole('button', { name: 'Missing' }).click();
  await expect(panel.getByRole('listitem')).toContainText(`Personnel/${list!.name}`);

  await panel.getByRole('button', { name: 'Verify' }).click();
  await expect(panel).toContainText('Whole and unchanged');
  await detailsOf(page).getByRole('button', { name: 'Receipt' }).click();
  await page.getByRole('menuitem', { name: 'JSON for programs' }).click();
  await expectNotice(page, 'The receipt was saved beside the file: Personnel.zip.receipt.json');
  const receipt = JSON.parse(await readFile(join(ferry.downloads, 'Personnel.zip.receipt.json'), 'utf8')) as {
    listing: { missing: { files: unknown[] } };
  };
  expect(receipt.listing.missing.files).toEqual([
    { path: `Personnel/${list!.name}`, size: expect.any(Number) },
  ]);

  const elsewhere = join(ferry.downloads, 'Moved');
  await mkdir(elsewhere);
  await rename(join(ferry.downloads, 'Personnel.zip'), join(elsewhere, 'Board.zip'));
  await openTab(page, 'Timeline');
  await openTab(page, 'Overview');
  await expect(panel).toContainText('File missing');
  // The row says so as well, and the details have the two ways on.
  await expect(rows(page).first()).toContainText('File missing');
  await expect(detailsOf(page).getByRole('button', { name: 'Open', exact: true })).toBeHidden();
  await expect(detailsOf(page).getByRole('button', { name: 'Download again' })).toBeVisible();
  await detailsOf(page).getByRole('button', { name: 'Locate' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Look there' }).click();
  await expect(dialog).toContainText('none has the same bytes');
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(elsewhere);
  await dialog.getByRole('button', { name: 'Look there' }).click();
  await expectNotice(page, 'Found: Board.zip');
  await expect(panel).toContainText('The file is there');

  await panel.getByRole('button', { name: 'Fetch the rest' }).click();
  await expect(rows(page).filter({ hasText: list!.name })).toHaveCount(1);

  // The same once more says what became of it since.
  control.changeDocument(other!.id, 77);
  await askFor(page, personnel.id);
  await expect(detailsOf(page).getByRole('heading', { name: 'Personnel.zip' })).toBeVisible();
  await expect(panel).toContainText(/1 changed since/);
  await panel.getByRole('button', { name: 'Changed' }).click();
  await expect(panel.getByRole('listitem')).toContainText([`Personnel/${other!.name}`]);
});
