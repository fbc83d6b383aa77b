import { readdir } from 'node:fs/promises';
import { addServer, askFor, expect, pauseHalfWay, removeInDialog, rows, test } from './fixtures.ts';

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

test('one that the server is just asked for stays when it is removed, and that is said', async ({
  page,
  alfresco,
}) => {
  const { letter, scan } = alfresco.tree.examples;
  alfresco.control.failNext({ method: 'POST', pathPattern: '/downloads', action: 'hang' });
  await addServer(page, alfresco);
  await askFor(page, letter.id, scan.id);
  const row = rows(page).filter({ hasText: 'Asking' });
  await row.click({ position: { x: 60, y: 20 } });
  await page.keyboard.press('Delete');
  await removeInDialog(page);
  await expect(rows(page)).toHaveCount(0);
  const said = page
    .getByRole('region', { name: 'Notices' })
    .getByText('1 download is just being asked for or saved.');
  await expect(said).toBeVisible({ timeout: 20_000 });
  await expect(row).toBeVisible();
});
