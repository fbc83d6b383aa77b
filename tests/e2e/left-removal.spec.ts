import { addServer, askFor, expect, pastRows, rows, test } from './fixtures.ts';
import type { FerryWeb } from './fixtures.ts';

test('a removal that a crash interrupted is finished at the next start @web', async ({
  page,
  ferry,
  alfresco,
  expectedNoise,
}) => {
  expectedNoise.push(/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/);
  const { letter, scan } = alfresco.tree.examples;
  await addServer(page, alfresco);
  await askFor(page, letter.id);
  await askFor(page, scan.id);
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
  await page.getByRole('navigation').getByRole('button', { name: 'History' }).click();
  await pastRows(page).filter({ hasText: letter.name }).press('Delete');
  await expect(pastRows(page)).toHaveCount(1);
  // The row is out of sight at once; that it can be undone is said once Ferry has kept it.
  await expect(
    page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }),
  ).toBeVisible();
  await ferry.kill();
  await page.close();

  await (ferry as FerryWeb).startInPlace();
  const again = await (ferry as FerryWeb).openTab();
  await again.getByRole('navigation').getByRole('button', { name: 'History' }).click();
  await expect(pastRows(again).filter({ hasText: scan.name })).toHaveCount(1);
  await expect(pastRows(again).filter({ hasText: letter.name })).toHaveCount(0);
});
