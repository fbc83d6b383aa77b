import { readdir } from 'node:fs/promises';
import { addServer, askFor, expect, expectNotice, pauseHalfWay, rows, test } from './fixtures.ts';

/** Where a row can be pressed without meeting a button. */
const place = { x: 60, y: 20 };

test('a download that is removed half-way leaves nothing in its folder', async ({
  page,
  ferry,
  alfresco,
}) => {
  const row = await pauseHalfWay(page, alfresco);
  expect(await readdir(ferry.downloads)).toEqual([expect.stringMatching(/\.part$/)]);

  await row.press('Delete');
  await expect(rows(page)).toHaveCount(0);
  // After some seconds in which it could be taken back.
  await expect.poll(() => readdir(ferry.downloads)).toEqual([]);
  await page.reload();
  await expect(page.getByRole('button', { name: /^History/ })).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
});

test('a removed download that is being requested disappears as soon as the server has answered', async ({
  page,
  ferry,
  alfresco,
  expectedNoise,
}) => {
  expectedNoise.push(/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/);
  const { letter, scan } = alfresco.tree.examples;
  alfresco.control.failNext({ method: 'POST', pathPattern: '/downloads', action: 'hang' });
  await addServer(page, alfresco);
  await askFor(page, letter.id, scan.id);
  const row = rows(page).filter({ hasText: 'Asking' });
  await row.click({ position: place });
  await page.keyboard.press('Delete');
  await expect(rows(page)).toHaveCount(0);
  await expectNotice(page, 'is removed from the list.');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden();
  // The answer never came; the next start knows that it was to go.
  await ferry.kill();
  await page.close().catch(() => undefined);
  const again = await ferry.start();
  await again.getByRole('navigation').getByRole('button', { name: 'History' }).click();
  await expect(again.getByRole('heading', { name: 'No history yet' })).toBeVisible();
});

test(
  'files go to the trash with their rows only when that is chosen',
  { tag: '@web' },
  async ({ page, ferry, alfresco }) => {
    const { letter, scan } = alfresco.tree.examples;
    await addServer(page, alfresco);
    await askFor(page, letter.id);
    await askFor(page, scan.id);
    await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
    const remove = async (name: string, withFile: boolean): Promise<void> => {
      const row = rows(page).filter({ hasText: name });
      await row.click({ position: place });
      if (withFile) {
        await row.press('Shift+F10');
        await page.getByRole('menuitem', { name: 'Remove with its file…' }).click();
        const question = page.getByRole('dialog', { name: 'Move the file to the trash?' });
        await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
        await question.getByRole('button', { name: 'Move to trash' }).click();
      } else await page.keyboard.press('Delete');
      await expectNotice(page, `is removed from the ${withFile ? 'history' : 'list'}.`);
      await expectNotice(page, 'Its file goes to the trash.', withFile ? 1 : 0);
      await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden();
      await page.reload();
      await expect(page.getByRole('contentinfo')).toContainText('Nothing is running');
      await expect(rows(page).filter({ hasText: name })).toHaveCount(0);
    };

    await remove(letter.name, false);
    expect((await readdir(ferry.downloads)).sort()).toEqual([letter.name, scan.name].sort());
    await remove(scan.name, true);
    await expect.poll(() => readdir(ferry.downloads)).toEqual([letter.name]);
  },
);
