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
  'a deleted file is reported wherever it is opened from, and can be downloaded again there',
  { tag: '@hosts' },
  async ({ page, ferry, alfresco }) => {
    const { letter } = alfresco.tree.examples;
    const row = await loseSaved(page, ferry, alfresco);
    const notices = page.getByRole('region', { name: 'Notices' });
    const told = notices.getByText(`“${letter.name}” isn’t in its folder anymore`);
    await row.hover();
    await row.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Show in folder' }).click();
    await expect(told).toBeVisible();
    await notices.getByRole('button', { name: 'Dismiss' }).last().click();

    await row.press('Enter');
    await expect(told).toBeVisible();
    await notices.getByRole('button', { name: 'Download again' }).click();
    await expect(told).toBeHidden();
    await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
    expect(await readdir(ferry.downloads)).toEqual([letter.name]);
  },
);
