import { readdir } from 'node:fs/promises';
import { expect, pauseHalfWay, removeInDialog, rows, test } from './fixtures.ts';

test('a download that is removed half way leaves nothing in its folder', async ({
  page,
  ferry,
  alfresco,
}) => {
  const row = await pauseHalfWay(page, alfresco);
  expect(await readdir(ferry.downloads)).toEqual([expect.stringMatching(/\.part$/)]);

  await row.press('Delete');
  await removeInDialog(page);
  await expect(rows(page)).toHaveCount(0);
  // After some seconds in which it could be taken back.
  await expect.poll(() => readdir(ferry.downloads), { timeout: 20_000 }).toEqual([]);
  await page.reload();
  await expect(page.getByRole('button', { name: /^History/ })).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
});
