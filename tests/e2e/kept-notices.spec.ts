import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { addServer, askFor, expect, expectNotice, rows, test } from './fixtures.ts';
import { Wire } from './wire.ts';

test('an error stays at the foot of the window, whatever messages follow', async ({ page, alfresco }) => {
  await addServer(page, alfresco);
  await askFor(page, alfresco.tree.examples.letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  const wire = await Wire.of(page);
  wire.onAnswer('jobs.open', (answer) => answer.send({ ok: false, failure: { kind: 'file-missing' } }));
  await rows(page).first().press('Enter');
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices).toContainText('isn’t in its folder anymore');
  const server = page.getByRole('list', { name: 'Servers' }).getByRole('listitem');
  for (let times = 1; times <= 4; times += 1) {
    await server.hover();
    await server.getByRole('button', { name: 'Actions for Records' }).click();
    await page.getByRole('menuitem', { name: 'Test', exact: true }).click();
    await expect(page.getByRole('menu')).toBeHidden();
    await expectNotice(page, 'Records answers', times);
  }
  await expect(notices).toContainText('isn’t in its folder anymore');
  await notices.getByRole('button', { name: 'Dismiss' }).first().click();
  await expect(notices).not.toContainText('isn’t in its folder anymore');
});

test(
  'a deleted file is told in its row, and can be downloaded again there',
  { tag: '@hosts' },
  async ({ page, ferry, alfresco }) => {
    const { letter } = alfresco.tree.examples;
    await addServer(page, alfresco);
    await askFor(page, letter.id);
    const row = rows(page).first();
    await expect(row).toContainText('Saved');
    await rm(join(ferry.downloads, letter.name));
    await row.click();
    await expect(row).toContainText('File missing');
    const details = page.getByRole('complementary', { name: 'Details' });
    await expect(details.getByRole('button', { name: 'Locate …' })).toBeVisible();
    // Who clicks everything twice gets one more, not two.
    await details.getByRole('button', { name: 'Download again' }).dblclick();
    // The first one's file is in its folder again as well.
    await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
    expect(await readdir(ferry.downloads)).toEqual([letter.name]);
  },
);
