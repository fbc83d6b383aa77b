import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { Ferry } from './ferry-web.ts';
import { addServer, askFor, expect, expectNotice, rows, test } from './fixtures.ts';

/** Downloads a letter and takes its file away. Resolves with its row. */
async function loseSaved(page: Page, ferry: Ferry, alfresco: DemoAlfresco): Promise<Locator> {
  const { letter } = alfresco.tree.examples;
  await addServer(page, alfresco);
  await askFor(page, letter.id);
  const row = rows(page).first();
  await expect(row).toContainText('Saved');
  await rm(join(ferry.downloads, letter.name));
  return row;
}

test('an error stays at the foot of the window, whatever messages follow', async ({
  page,
  ferry,
  alfresco,
}) => {
  const row = await loseSaved(page, ferry, alfresco);
  await row.press('Enter');
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
    const row = await loseSaved(page, ferry, alfresco);
    await row.click();
    await expect(row).toContainText('File missing');
    const details = page.getByRole('complementary', { name: 'Details' });
    await details.getByRole('button', { name: 'Download again' }).click();
    await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(1);
    expect(await readdir(ferry.downloads)).toEqual([letter.name]);
  },
);
