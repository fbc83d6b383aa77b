import { axeOf } from './axe.ts';
import type { Locator, Page } from '@playwright/test';
import { readdir } from 'node:fs/promises';
import { addServer, askFor, expect, FerryWeb, rows, test } from './fixtures.ts';

const bell = (page: Page): Locator =>
  page.getByRole('banner').getByRole('button', { name: /^Notifications/ });
const panel = (page: Page): Locator => page.getByRole('dialog', { name: 'Notifications' });

test('events while the window is visible are listed, but not as unread', async ({ page, alfresco }) => {
  await addServer(page, alfresco);
  await askFor(page, alfresco.tree.examples.letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  await expect(bell(page)).toHaveAccessibleName('Notifications');
  await bell(page).click();
  const { name } = alfresco.tree.examples.letter;
  await expect(panel(page).getByRole('listitem')).toHaveText([new RegExp(`${name} was saved`)]);
  await expect(panel(page).getByRole('button', { name: 'Mark all as read' })).toBeDisabled();
  expect((await axeOf(page).include('[role=dialog]').analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(bell(page)).toBeFocused();
});

test('unread entries stay unread until they are listed, whatever happens in the visible window', async ({
  page,
  alfresco,
}) => {
  const { handover, letter } = alfresco.tree.examples;
  const { control } = alfresco;
  await addServer(page, alfresco);
  await expect(page.getByRole('dialog')).toBeHidden();
  control.holdPreparation();
  await askFor(page, handover.id);
  await control.preparationHeld();
  await page.getByRole('button', { name: 'Settings' }).click();
  control.releasePreparation();
  await expect(bell(page)).toHaveAccessibleName('Notifications, 1 new');

  await page.getByRole('navigation').getByRole('button', { name: /^All/ }).click();
  await askFor(page, letter.id);
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
  await bell(page).click();
  const listed = panel(page).getByRole('listitem');
  await expect(listed).toHaveText([/was saved/, /was saved/]);
  await expect(listed.filter({ hasText: 'New' })).toHaveText([new RegExp(handover.name)]);
  await expect(bell(page)).toHaveAccessibleName('Notifications, 1 new');
  await page.keyboard.press('Escape');
  await expect(bell(page)).toHaveAccessibleName('Notifications');
  await page.reload();
  await bell(page).click();
  await expect(listed).toHaveCount(2);
  await expect(listed.filter({ hasText: 'New' })).toHaveCount(0);
});

test(
  'events while no window was open are unread, lead to their row, and are read once listed',
  { tag: '@hosts' },
  async ({ page, ferry, alfresco, expectedNoise }) => {
    // A page of the stand-in outlives its app for a moment, in which it may ask for one of its scripts.
    expectedNoise.push(/ERR_NAME_NOT_RESOLVED/);
    const { control, tree } = alfresco;
    await addServer(page, alfresco);
    await expect(page.getByRole('dialog')).toBeHidden();
    control.holdPreparation();
    await askFor(page, tree.examples.handover.id);
    await control.preparationHeld();
    await page.close();
    control.releasePreparation();
    await expect
      .poll(async () => (await readdir(ferry.downloads)).some((name) => name.endsWith('.zip')))
      .toBe(true);
    await ferry.stop();

    const after = await ferry.start();
    // Without a keychain the server needs a sign-in again. Whether that was missed depends on who comes first, the page or
    // what the server says; a page that is loaded after both counts it.
    const servers = after.getByRole('list', { name: 'Servers' });
    await expect(servers.getByRole('button', { name: 'Sign in to Records' })).toBeVisible();
    await after.reload();
    await expect(bell(after)).toHaveAccessibleName('Notifications, 2 new');
    await after.getByRole('button', { name: 'Settings' }).click();
    await bell(after).focus();
    await after.keyboard.press('Enter');
    const notice = panel(after).getByRole('listitem').filter({ hasText: 'was saved' });
    await expect(notice).toContainText('New');
    await expect(notice).toContainText('Records');
    await notice.getByRole('button').click();
    await expect(panel(after)).toBeHidden();
    await expect(bell(after)).toHaveAccessibleName('Notifications');
    await expect(after.locator('[data-job][aria-current], [data-job][aria-selected=true]')).toContainText(
      'Saved',
    );
  },
);

test('“mark all as read” works for every tab and lasts @web', async ({ page, ferry, alfresco }) => {
  if (!(ferry instanceof FerryWeb)) throw new Error('This is about tabs.');
  const { control, tree } = alfresco;
  await addServer(page, alfresco);
  await expect(page.getByRole('dialog')).toBeHidden();
  control.holdPreparation();
  await askFor(page, tree.examples.handover.id);
  await control.preparationHeld();
  // Whoever is in the settings doesn’t see the list.
  await page.getByRole('button', { name: 'Settings' }).click();
  const other = await ferry.openTab();
  await other.getByRole('button', { name: 'Settings' }).click();
  control.releasePreparation();
  for (const tab of [page, other]) await expect(bell(tab)).toHaveAccessibleName('Notifications, 1 new');
  await bell(other).click();
  await expect(panel(other)).toContainText('was saved');
  await panel(other).getByRole('button', { name: 'Mark all as read' }).click();
  for (const tab of [page, other]) await expect(bell(tab)).toHaveAccessibleName('Notifications');
  await expect(panel(other)).toBeVisible();
});
