import type { Locator, Page } from '@playwright/test';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import { addServer, expect, openNewDownload, rows, test } from './fixtures.ts';

/** Chooses two folders, one of which nobody may read any more when they are asked for. */
async function askForBoth(page: Page, alfresco: DemoAlfresco): Promise<Locator> {
  await addServer(page, alfresco);
  const dialog = await openNewDownload(page);
  const list = dialog.getByRole('grid', { name: 'Documents and folders' });
  await dialog.getByRole('button', { name: 'Harbour Extension' }).click();
  await list.getByRole('checkbox', { name: 'Choose Personnel' }).check();
  await list.getByRole('checkbox', { name: 'Choose Handover' }).check();
  const personnel = [...alfresco.repository.nodes.values()].find(({ name }) => name === 'Personnel')!;
  personnel.readers = ['eve'];
  await dialog.getByRole('button', { name: 'Download 2' }).click();
  return rows(page).first();
}

test('a request with one refused item ends with the rest saved and the refused one named', async ({
  page,
  alfresco,
}) => {
  const row = await askForBoth(page, alfresco);
  await expect(row).toContainText('The server refused one of the 2 things asked for: “Personnel”');
  await row.getByRole('button', { name: 'Download the rest' }).click();
  await expect(row).toContainText('Handover.zip');
  await expect(row).toContainText(
    'Left out because the server refused it: “Personnel” (you may not read it).',
  );
});

test('with the setting on, the rest is requested at once, and the timeline says so', async ({
  page,
  alfresco,
}) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: 'Leave out what a server refuses' }).click();
  await page.getByRole('navigation').getByRole('button', { name: 'All' }).click();
  const row = await askForBoth(page, alfresco);
  await expect(row).toContainText('“Personnel” (you may not read it)');
  await row.click();
  await page.getByRole('tab', { name: 'Timeline' }).click();
  const story = page.getByRole('list', { name: 'Timeline' });
  await expect(story).toContainText('Left out what the server refused');
  await expect(story).toContainText('the rest was asked for by itself');
});
