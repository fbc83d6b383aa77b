import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { addServer, expect, rows, test } from './fixtures.ts';

/** Opens the dialog that looks around on the test's server. */
async function browse(page: Page): Promise<Locator> {
  await page.getByRole('banner').getByRole('button', { name: 'New download' }).first().click();
  await page.getByRole('button', { name: 'Browse the server' }).click();
  return page.getByRole('dialog', { name: 'Choose what to download from Records' });
}

test('items that were browsed, searched and pasted become one download without duplicates', async ({
  page,
  alfresco,
}) => {
  await addServer(page, alfresco);
  const dialog = await browse(page);
  const list = dialog.getByRole('grid', { name: 'Documents and folders' });
  const basket = dialog.getByRole('region', { name: 'Chosen' });
  const field = dialog.getByRole('searchbox', { name: 'Search, or paste links and ids' });
  await expect(field).toBeFocused();

  await dialog.getByRole('button', { name: 'Legal and contracts' }).click();
  await list.getByRole('row', { name: 'Contracts' }).dblclick();
  await list.getByRole('checkbox', { name: 'Choose Leases' }).check();
  await list.getByRole('row', { name: 'Construction' }).press('Backspace');
  await expect(list.getByRole('row', { name: 'Cases' })).toBeVisible();

  await dialog.getByRole('button', { name: 'Harbour Extension' }).click();
  const personnel = list.getByRole('row', { name: 'Personnel' });
  await personnel.press('Space');
  await expect(personnel).toHaveAttribute('aria-selected', 'true');

  await field.fill('letter harbour master');
  await list.getByRole('checkbox', { name: 'Choose Letter to the harbour master.txt' }).check();

  const { origin, tree } = alfresco;
  const library = `${origin}/share/page/site/harbour/documentlibrary#filter=path%7C%2FHandover&page=1`;
  const viewer = `${origin}/#/libraries/x/(viewer:view/${tree.examples.boardMinutes.id})`;
  const overlap = `${origin}/alfresco/webdav/Sites/harbour/documentLibrary/Personnel/Telephone%20list.csv`;
  await field.fill(`${library} ${viewer} ${overlap}`);
  await expect(basket).toContainText('Handover');
  // Whole, and in words: it may not be seen.
  await expect(dialog.getByText(viewer, { exact: true })).toBeVisible();
  await dialog
    .getByRole('listitem')
    .filter({ hasText: viewer })
    .getByRole('button', { name: 'Leave it out' })
    .click();
  await expect(dialog.getByText(viewer, { exact: true })).toBeHidden();

  await expect(basket.getByRole('status')).toHaveText('5 chosen');
  await expect(basket).toContainText('Already inside “Personnel”.');
  await basket.getByRole('button', { name: 'Leave it out' }).click();
  await expect(basket.getByRole('status')).toHaveText('4 chosen');
  await expect(basket).toContainText('18 files');
  await dialog.getByRole('button', { name: 'Download 4' }).click();
  await expect(dialog).toBeHidden();
  await expect(rows(page).first()).toContainText('Leases and 3 more');
  await expect(rows(page).first()).toContainText('Saved');
});

test('“each by itself” makes a group of files, each under its own name', async ({ page, alfresco }) => {
  await addServer(page, alfresco);
  const dialog = await browse(page);
  const list = dialog.getByRole('grid', { name: 'Documents and folders' });
  await dialog.getByRole('button', { name: 'Harbour Extension' }).click();
  await list.getByRole('row', { name: 'Personnel' }).dblclick();
  await list.getByRole('row', { name: 'Telephone list.csv' }).press('Control+a');
  await dialog.getByRole('radio', { name: 'Each by itself' }).click();
  await dialog.getByRole('button', { name: 'Download 2' }).click();
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
  await expect(rows(page).filter({ hasText: 'Holiday plan.xlsx' })).toHaveCount(1);
});

test('a folder that may not be read says so, and axe finds no fault in the picker', async ({
  page,
  alfresco,
}) => {
  await addServer(page, alfresco);
  const dialog = await browse(page);
  const list = dialog.getByRole('grid', { name: 'Documents and folders' });
  await dialog.getByRole('button', { name: 'Harbour Extension' }).click();
  await list.getByRole('checkbox', { name: 'Choose Photos' }).check();
  const faults = async (): Promise<string[]> =>
    (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`);
  expect(await faults()).toEqual([]);
  await list.getByRole('row', { name: 'Under embargo' }).dblclick();
  await expect(dialog.getByRole('alert')).toContainText('You may not see what is in here');
  expect(await faults()).toEqual([]);
});

test('a click chooses alone, a double click only opens, and the file gets its name in a subfolder', async ({
  page,
  ferry,
  alfresco,
}) => {
  await addServer(page, alfresco);
  const dialog = await browse(page);
  const list = dialog.getByRole('grid', { name: 'Documents and folders' });
  const basket = dialog.getByRole('region', { name: 'Chosen' });
  await dialog.getByRole('button', { name: 'Harbour Extension' }).click();
  await list.getByRole('row', { name: 'Handover' }).click();
  await list.getByRole('row', { name: 'Photos' }).click();
  await expect(basket.getByRole('status')).toHaveText('1 chosen');
  await list.getByRole('row', { name: 'Handover' }).click({ modifiers: ['ControlOrMeta'] });
  await expect(basket.getByRole('status')).toHaveText('2 chosen');
  await list.getByRole('row', { name: 'Personnel' }).dblclick();
  await expect(list.getByRole('row', { name: 'Telephone list.csv' })).toBeVisible();
  // What was chosen before it was opened is still so.
  await expect(basket.getByRole('status')).toHaveText('2 chosen');
  await basket.getByRole('button', { name: 'Clear' }).click();
  await list.getByRole('row', { name: 'Holiday plan.xlsx' }).click();
  await dialog.getByRole('button', { name: 'More', exact: true }).click();
  await dialog.getByLabel('Name of the file').fill('Plan.xlsx');
  await dialog.getByLabel('Subfolder').fill('Staff/2026');
  await dialog.getByRole('button', { name: 'Download 1' }).click();
  await expect(rows(page).first()).toContainText('Saved');
  expect(await readdir(join(ferry.downloads, 'Staff', '2026'))).toEqual(['Plan.xlsx']);

  const again = await browse(page);
  await again.getByRole('button', { name: 'Harbour Extension' }).click();
  await again.getByRole('row', { name: 'Personnel' }).dblclick();
  await again.getByRole('row', { name: 'Holiday plan.xlsx' }).click();
  await expect(again.getByRole('region', { name: 'Chosen' })).toContainText(
    /Downloaded .*, in Staff \/ 2026/,
  );
});
